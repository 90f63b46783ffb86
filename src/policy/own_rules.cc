// SPDX-License-Identifier: Apache-2.0
#include "policy/own_rules.h"

#include <algorithm>
#include <array>

namespace darban {
namespace {

constexpr SpecialNames::Owner owner_of(ProfileId id) { return static_cast<SpecialNames::Owner>(id) + 1; }

template <typename T>
bool has(const std::vector<T>& values, const T& wanted) {
  return std::find(values.begin(), values.end(), wanted) != values.end();
}

// The cheap conditions first.
bool applies(const OwnRule& rule, const RuleAsker& asker, const OwnRules::Question& question) {
  if (rule.only_labels != 0 && rule.only_labels != question.hashes.labels()) return false;
  if (rule.times != 0 && (rule.times & question.times) == 0) return false;
  if (rule.tags != 0 && (rule.tags & asker.tags) == 0) return false;
  if ((rule.not_tags & asker.tags) != 0) return false;
  if (!rule.types.empty() && has(rule.types, question.type) == rule.types_left_out) return false;
  for (const OwnRule::Hole& hole : rule.holes) {
    if (hole.labels <= question.hashes.labels() && question.hashes.at(hole.labels) == hole.hash) return false;
  }
  if (!rule.for_whom.empty() && !rule.for_whom.holds(asker)) return false;
  return rule.not_for.empty() || !rule.not_for.holds(asker);
}

}  // namespace

bool Circle::holds(const RuleAsker& asker) const {
  if (has(profiles, asker.who.profile)) return true;
  if (asker.who.device != kNoDevice && has(devices, asker.who.device)) return true;
  if (asker.address != nullptr && networks.contains(*asker.address)) return true;
  return asker.mac != nullptr && has(macs, *asker.mac);
}

// What a walk from the longest suffix to the shortest has found.
struct OwnRules::Finding {
  Ruling ordinary;
  Ruling important_allow;
  Ruling important_block;
};

OwnRules::OwnRules(const SpecialNames& names, std::vector<Placed> placed) {
  if (placed.empty()) return;
  std::stable_sort(placed.begin(), placed.end(), [](const Placed& a, const Placed& b) {
    if (a.suffix != b.suffix) return a.suffix < b.suffix;
    return a.rule.owner > b.rule.owner;  // everybody's last: of two the first found counts
  });
  groups_.resize(names.numbers());
  for (Placed& each : placed) {
    Group& group = groups_[each.suffix];
    if (group.count++ == 0) group.begin = static_cast<std::uint32_t>(rules_.size());
    rules_.push_back(std::move(each.rule));
  }
  for (std::uint32_t number = 1; number < groups_.size(); ++number) {
    for (std::uint32_t each = number; each != 0; each = names.wider(each)) {
      const auto first = rules_.begin() + groups_[each].begin;
      if (std::any_of(first, first + groups_[each].count, [](const OwnRule& rule) { return rule.important; }))
        groups_[number].important_here_or_wider = true;
    }
  }
}

// One name's rules with conditions, into the places they decide.
void OwnRules::look_at(std::uint32_t suffix, const RuleAsker& asker, const Question& question, Slots& slots,
                       Finding& finding) const {
  const SpecialNames::Owner own = owner_of(asker.who.profile);
  const Group& group = groups_[suffix];
  for (std::uint32_t i = 0; i < group.count; ++i) {
    const OwnRule& rule = rules_[group.begin + i];
    const bool everybodys = rule.owner == SpecialNames::kEverybody;
    if (!everybodys && rule.owner != own) continue;
    Ruling& ordinary = slots[(everybodys ? 2U : 0U) + (rule.allow ? 0U : 1U)];
    Ruling& place = !rule.important ? ordinary : rule.allow ? finding.important_allow : finding.important_block;
    if (place.word == Word::silent && applies(rule, asker, question))
      place = {rule.allow ? Word::allow : Word::block, rule.closed_as, &rule, suffix, rule.owner};
  }
}

OwnRules::Ruling OwnRules::ruling(const SpecialNames& names, std::uint32_t rules, const RuleAsker& asker,
                                  const Question& question) const {
  Finding found;
  for (; rules != 0; rules = names.wider(rules)) {
    const bool decided = found.ordinary.word != Word::silent;
    const bool conditional = !groups_.empty();
    if (decided && !(conditional && groups_[rules].important_here_or_wider)) break;
    Slots slots;  // the person's own before everybody's, opening before closing
    if (conditional && groups_[rules].count != 0) look_at(rules, asker, question, slots, found);
    if (decided) continue;
    std::size_t slot = 0;
    for (const auto owner : {owner_of(asker.who.profile), SpecialNames::kEverybody}) {
      const SpecialNames::Rule* plain = names.rule_of(rules, owner);
      for (const bool allow : {true, false}) {
        const bool said = plain != nullptr && (allow ? plain->allow : plain->block);
        if (found.ordinary.word == Word::silent) found.ordinary = slots[slot];
        if (found.ordinary.word == Word::silent && said)
          found.ordinary = {allow ? Word::allow : Word::block, ClosedAs::profile_says, nullptr, rules, owner};
        ++slot;
      }
    }
  }
  if (found.important_allow.word != Word::silent) return found.important_allow;
  if (found.important_block.word != Word::silent) return found.important_block;
  return found.ordinary;
}

}  // namespace darban
