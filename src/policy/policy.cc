// SPDX-License-Identifier: Apache-2.0
#include "policy/policy.h"

#include "policy/parts.h"

namespace darban {
namespace {

enum class Word : std::uint8_t { silent, allow, block };

constexpr SpecialNames::Owner owner_of(ProfileId id) { return static_cast<SpecialNames::Owner>(id) + 1; }

// The family's word on a name: the longest suffix with a rule decides; at equal length the person's own rule goes before
// everybody's, and allow before block.
Word word_on(const SpecialNames& names, std::uint32_t rules, ProfileId id) {
  for (; rules != 0; rules = names.wider(rules)) {
    for (const auto owner : {owner_of(id), SpecialNames::kEverybody}) {
      const SpecialNames::Rule* rule = names.rule_of(rules, owner);
      if (rule == nullptr) continue;
      if (rule->allow) return Word::allow;
      if (rule->block) return Word::block;
    }
  }
  return Word::silent;
}

bool is_open_door(const SpecialNames& names, std::uint32_t rules, ProfileId id) {
  for (; rules != 0; rules = names.wider(rules)) {
    const SpecialNames::Rule* rule = names.rule_of(rules, owner_of(id));
    if (rule != nullptr && rule->open_door) return true;
  }
  return false;
}

// A closed answer like any other: it ends when the mode does, as a category's would, and says nothing of where it comes from.
Verdict sealed_verdict(const ModeAt& mode) { return {Action::block, Step::sealed, Group::other, false, mode.until}; }

}  // namespace

Policy::Policy(std::unique_ptr<const Parts> parts) : parts_(std::move(parts)) {}
Policy::~Policy() = default;

HashSeed Policy::seed() const { return parts_->image->seed(); }
const Matcher& Policy::matcher() const { return parts_->matcher; }
const Image& Policy::image() const { return *parts_->image; }
const Profile& Policy::profile(ProfileId id) const { return parts_->profile(id); }
std::size_t Policy::profiles() const { return parts_->profiles.size(); }
const Zone& Policy::zone() const { return parts_->zone; }
std::span<const ConfigError> Policy::notes() const { return parts_->notes; }
bool Policy::has_timetable(ProfileId id) const { return parts_->profile(id).timetable >= 0; }

ProfileId Policy::profile_of(const IpAddress& address, const MacAddress* mac) const {
  return parts_->devices.profile_of(address, mac);
}

bool Policy::may_ask(const IpAddress& address) const { return parts_->allow_from.contains(address); }

ModeAt Policy::mode_at(ProfileId id, const Now& now) const {
  const std::int32_t index = parts_->profile(id).timetable;
  if (index < 0 || !now.wall_trusted) return {};
  const Timetable& timetable = parts_->timetables[static_cast<std::size_t>(index)];
  const Timetable::Moment moment = timetable.at(now.wall, parts_->zone);
  const Timetable::State& state = timetable.state(moment.state);
  const auto services = static_cast<std::uint16_t>(state.services.empty() && state.opens.empty() ? 0 : moment.state + 1);
  return {state.mode, moment.until, services};
}

NameFacts Policy::facts_of(const SuffixHashes& hashes) const { return parts_->names.facts_of(hashes); }
NameFacts Policy::facts_of(const Name& name, const SuffixHashes& hashes) const {
  NameFacts facts = facts_of(hashes);
  facts.sealed = parts_->sealed != nullptr && parts_->sealed->holds(name);
  return facts;
}
LocalName Policy::local_name(const SuffixHashes& hashes) const { return facts_of(hashes).local; }
bool Policy::may_be_private(const SuffixHashes& hashes) const { return facts_of(hashes).may_be_private; }

Verdict Policy::decide(ProfileId id, const ModeAt& mode, const Judged& name) const {
  return decide(id, mode, name, facts_of(name.hashes));
}
Verdict Policy::decide_target(ProfileId id, const ModeAt& mode, const Judged& target) const {
  return decide_target(id, mode, target, facts_of(target.hashes));
}

// The steps stand here in the order of policy.h, but for step 4: its word goes before the ordinary one, which is worked out all
// the same, so that it takes no less time. Only the first three hold at any time; every later verdict may change when the mode
// does.
Verdict Policy::decide(ProfileId id, const ModeAt& mode, const Judged& name, const NameFacts& facts) const {
  const Profile& profile = parts_->profile(id);
  if (facts.local != LocalName::none) return {Action::allow, Step::local, Group::none, false};
  if (facts.canary && profile.bypass != BypassLevel::off) return {Action::block, Step::canary, Group::ways_round, false};
  if (facts.never_block) return {Action::allow, Step::never_block, Group::none, false};
  const Verdict ordinary = parts_->ordinary_verdict(id, mode, name, facts);
  return facts.sealed ? sealed_verdict(mode) : ordinary;
}

Verdict Policy::Parts::ordinary_verdict(ProfileId id, const ModeAt& mode, const Judged& name, const NameFacts& facts) const {
  const Profile& asking = profile(id);
  if (mode.mode >= Mode::bedtime) {
    const bool open_door = name.categories.intersects(asking.open_doors) || is_open_door(names, facts.rules, id);
    if (!open_door) return {Action::block, Step::time, Group::closed_by_time, true, mode.until};
  }
  const Word word = word_on(names, facts.rules, id);
  if (word == Word::allow) return {Action::allow, Step::own_rule, Group::none, true, mode.until};
  if (word == Word::block && !facts.safe_target) return {Action::block, Step::own_rule, Group::own_rules, true, mode.until};

  const CategorySet hit = name.categories & closed(asking, mode);
  if (!hit.empty() && !facts.safe_target && !facts.lists_never_close) return closed_verdict(asking, hit, mode);
  const Action standard = asking.allow_list ? Action::block : Action::allow;
  return {standard, Step::standard, standard == Action::block ? Group::other : Group::none, true, mode.until};
}

Verdict Policy::decide_target(ProfileId id, const ModeAt& mode, const Judged& target, const NameFacts& facts) const {
  const Profile& profile = parts_->profile(id);
  if (facts.never_block || facts.safe_target) return {Action::allow, Step::never_block, Group::none, false};
  if (facts.sealed) return sealed_verdict(mode);
  if (word_on(parts_->names, facts.rules, id) == Word::allow)
    return {Action::allow, Step::own_rule, Group::none, true, mode.until};
  const CategorySet hit = target.categories & parts_->judged_in_targets & parts_->closed(profile, mode);
  if (!hit.empty() && !facts.lists_never_close) return parts_->closed_verdict(profile, hit, mode);
  return {Action::allow, Step::standard, Group::none, true, mode.until};
}

CategorySet Policy::closed(ProfileId id, const ModeAt& mode) const { return parts_->closed(parts_->profile(id), mode); }

CategorySet Policy::Parts::closed(const Profile& profile, const ModeAt& mode) const {
  CategorySet closed = profile.closed[static_cast<std::size_t>(mode.mode)];
  if (mode.services != 0 && profile.timetable >= 0) {
    const Timetable& timetable = timetables[static_cast<std::size_t>(profile.timetable)];
    if (mode.services <= timetable.states()) {
      const Timetable::State& state = timetable.state(mode.services - 1U);
      closed = (closed - state.opens) | state.services;
    }
  }
  return closed;
}

// Which of several closed categories names the reason: security first (its EDE differs), then one that must not be counted, then
// time if nothing would be closed in free time.
Verdict Policy::Parts::closed_verdict(const Profile& profile, const CategorySet& hit, const ModeAt& mode) const {
  Verdict verdict{Action::block, Step::category, Group::other, true, mode.until};
  const CategorySet always = hit & profile.closed[static_cast<std::size_t>(Mode::free)];
  if (hit.intersects(security)) {
    verdict.group = Group::scams_and_malware;
  } else if (hit.intersects(sensitive)) {
    verdict.counted = false;
  } else if (always.empty()) {
    verdict.group = Group::closed_by_time;
  } else {
    verdict.group = counting[static_cast<std::size_t>(always.first())].group;
  }
  return verdict;
}

std::optional<ProfileId> Policy::profile_of_person(std::string_view name) const {
  const auto found = parts_->people.find(std::string(name));
  if (found == parts_->people.end()) return std::nullopt;
  return found->second;
}

std::optional<ProfileId> Policy::profile_of_device_label(std::string_view label) const {
  const auto found = parts_->labels.find(std::string(label));
  if (found == parts_->labels.end()) return std::nullopt;
  return found->second;
}

std::optional<ProfileId> Policy::profile_of_room(std::string_view label) const {
  const auto found = parts_->rooms.find(std::string(label));
  if (found == parts_->rooms.end()) return std::nullopt;
  return found->second;
}

std::string_view Policy::who(ProfileId id) const {
  const auto index = static_cast<std::size_t>(id);
  return parts_->who[index < parts_->who.size() ? index : 0];
}

}  // namespace darban
