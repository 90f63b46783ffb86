// SPDX-License-Identifier: Apache-2.0
#include "policy/special_names.h"

#include <algorithm>
#include <bit>

namespace darban {
namespace {

constexpr std::uint8_t bit(NameMark mark) { return static_cast<std::uint8_t>(1U << static_cast<unsigned>(mark)); }

}  // namespace

const SpecialNames::Slot* SpecialNames::find(std::uint64_t hash) const {
  const std::size_t mask = slots_.size() - 1;
  for (std::size_t at = hash >> shift_;; at = (at + 1) & mask) {
    const Slot& slot = slots_[at];
    if (slot.hash == hash) return &slot;
    if (slot.hash == 0) return nullptr;
  }
}

NameFacts SpecialNames::facts_of(const SuffixHashes& hashes) const {
  NameFacts facts;
  std::uint8_t marks = 0;
  for (int labels = 1; labels <= hashes.labels(); ++labels) {
    const Slot* slot = find(hashes.at(labels));
    if (slot == nullptr) break;  // nothing below it is special either
    const bool whole = labels == hashes.labels();
    const std::uint8_t applies = whole ? slot->on_it : slot->below_it;
    marks |= applies;
    if (slot->local != LocalName::none) facts.local = slot->local;  // the longer suffix knows better
    if (slot->rules != 0) {
      facts.rules = slot->rules;
      facts.rules_on_it = whole;
    }
    if (slot->number == 0) continue;
    if ((applies & bit(NameMark::signal)) != 0)
      facts.signal = slot->number;
    else if (whole)
      facts.engine = slot->number;
  }
  facts.never_block = (marks & bit(NameMark::never_block)) != 0;
  facts.safe_target = (marks & bit(NameMark::safe_target)) != 0;
  facts.may_be_private = (marks & bit(NameMark::may_be_private)) != 0;
  facts.lists_never_close = (marks & bit(NameMark::lists_never_close)) != 0;
  return facts;
}

const SpecialNames::Rule* SpecialNames::rule_of(std::uint32_t number, Owner owner) const {
  const auto first = rules_.begin() + ruled_[number].begin;
  const auto last = first + ruled_[number].count;
  const auto found = std::lower_bound(first, last, owner, [](const Rule& rule, Owner wanted) { return rule.owner < wanted; });
  return found != last && found->owner == owner ? &*found : nullptr;
}

SpecialNamesBuilder::Draft& SpecialNamesBuilder::draft_of(const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(seed_, hashes);
  for (int labels = 1; labels < hashes.labels(); ++labels)
    drafts_[hashes.at(labels)].parent = labels == 1 ? 0 : hashes.at(labels - 1);
  Draft& draft = drafts_[hashes.whole()];
  draft.parent = hashes.labels() <= 1 ? 0 : hashes.at(hashes.labels() - 1);
  return draft;
}

void SpecialNamesBuilder::add_mark(const Name& name, NameScope scope, NameMark mark) {
  SpecialNames::Slot& slot = draft_of(name).slot;
  slot.on_it |= bit(mark);
  if (scope == NameScope::subtree) slot.below_it |= bit(mark);
}

void SpecialNamesBuilder::add_signal(const Name& name, NameScope scope, std::uint8_t number) {
  SpecialNames::Slot& slot = draft_of(name).slot;
  if (slot.number != 0) return;
  slot.number = number;
  slot.on_it |= bit(NameMark::signal);
  if (scope == NameScope::subtree) slot.below_it |= bit(NameMark::signal);
}

void SpecialNamesBuilder::add_search_host(const Name& name, std::uint8_t engine) {
  SpecialNames::Slot& slot = draft_of(name).slot;
  if (slot.number == 0) slot.number = engine;
}

void SpecialNamesBuilder::add_rule(const Name& name, SpecialNames::Owner owner, RuleKind kind) {
  auto& rules = draft_of(name).rules;
  auto rule =
      std::lower_bound(rules.begin(), rules.end(), owner, [](const auto& each, auto wanted) { return each.owner < wanted; });
  if (rule == rules.end() || rule->owner != owner) rule = rules.insert(rule, {.owner = owner});
  rule->allow |= kind == RuleKind::allow;
  rule->block |= kind == RuleKind::block;
  rule->open_door |= kind == RuleKind::open_door;
}

SpecialNames SpecialNamesBuilder::build() const {
  SpecialNames names;
  const std::size_t slots = std::bit_ceil(std::max<std::size_t>(2, drafts_.size() * 2));
  names.slots_.resize(slots);
  names.shift_ = 64 - static_cast<unsigned>(std::countr_zero(slots));
  names.ruled_.resize(1);

  std::unordered_map<std::uint64_t, std::uint32_t> numbers;
  for (const auto& [hash, draft] : drafts_) {
    if (draft.rules.empty()) continue;
    numbers[hash] = static_cast<std::uint32_t>(names.ruled_.size());
    names.ruled_.push_back({static_cast<std::uint32_t>(names.rules_.size()), static_cast<std::uint32_t>(draft.rules.size()), 0});
    names.rules_.insert(names.rules_.end(), draft.rules.begin(), draft.rules.end());
  }
  for (const auto& [hash, draft] : drafts_) {
    SpecialNames::Slot slot = draft.slot;
    slot.hash = hash;
    if (!draft.rules.empty()) {
      slot.rules = numbers.at(hash);
      std::uint64_t up = draft.parent;
      while (up != 0 && drafts_.at(up).rules.empty()) up = drafts_.at(up).parent;
      names.ruled_[slot.rules].wider = up == 0 ? 0 : numbers.at(up);
    }
    std::size_t at = hash >> names.shift_;
    while (names.slots_[at].hash != 0) at = (at + 1) & (slots - 1);
    names.slots_[at] = slot;
  }
  return names;
}

}  // namespace darban
