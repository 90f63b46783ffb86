// SPDX-License-Identifier: Apache-2.0
#include "policy/policy.h"

#include <algorithm>

#include "policy/parts.h"

namespace darban {
namespace {

constexpr SpecialNames::Owner owner_of(ProfileId id) { return static_cast<SpecialNames::Owner>(id) + 1; }

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

Policy::Policy(std::shared_ptr<const Parts> parts, GrantBook grants) : parts_(std::move(parts)), grants_(std::move(grants)) {}
Policy::~Policy() = default;

HashSeed Policy::seed() const { return parts_->image->seed(); }
const Matcher& Policy::matcher() const { return parts_->matcher; }
const Image& Policy::image() const { return *parts_->image; }
const Profile& Policy::profile(ProfileId id) const { return parts_->profile(id); }
std::size_t Policy::profiles() const { return parts_->profiles.size(); }
std::size_t Policy::seats() const { return std::max(parts_->profiles.size(), grants_.seats()); }
MomentBoard& Policy::moments() const { return *parts_->moments; }
std::shared_ptr<MomentBoard> Policy::moment_board() const { return parts_->moments; }
const Zone& Policy::zone() const { return parts_->zone; }
std::span<const ConfigError> Policy::notes() const { return parts_->notes; }

Asker Policy::asker_of(const IpAddress& address, const MacAddress* mac) const {
  const Owner owner = parts_->devices.owner_of(address, mac);
  return {owner.profile, owner.device, grants_.seat_of(owner.profile, owner.device)};
}

Asker Policy::asker_of(DeviceId device) const {
  const auto place = static_cast<std::size_t>(device);
  if (place >= parts_->written_devices.size()) return {};
  const ProfileId profile = parts_->written_devices[place].profile;
  return {profile, device, grants_.seat_of(profile, device)};
}

bool Policy::may_name_client(const IpAddress& address) const { return parts_->trusted_forwarders.contains(address); }
bool Policy::may_ask(const IpAddress& address) const { return parts_->allow_from.contains(address); }
bool Policy::page_at(const IpAddress& ours) const { return ours.is_private() && parts_->page_at.contains(ours); }

Asker Policy::asker_of(const Mark& mark) const { return {mark.profile, mark.device, grants_.seat_of(mark.profile, mark.device)}; }

std::span<const Mark> Policy::marks() const { return parts_->marks; }

ModeAt Policy::mode_at(const Asker& asker, const Now& now) const {
  ModeAt mode = granted_mode(asker, now);
  if (parts_->gateway) mode.told = door_closed(mode) || profile(asker).resolved_only ? Told::all : Told::vital;
  if (!now.wall_trusted) return mode;  // time rules are off
  const RuleClocks::Moment rules = parts_->rule_clocks.at(asker.profile, now.wall, parts_->zone);
  mode.rule_times = rules.on;
  mode.until = std::min(mode.until, rules.until);
  return mode;
}

ModeAt Policy::granted_mode(const Asker& asker, const Now& now) const {
  ModeAt mode = timetable_at(asker.profile, now);
  if (grants_.seats() == 0) return mode;
  const GrantedTime granted = grants_.at(asker.seat, now);
  if (granted.kind != GrantedTime::Kind::nothing) mode = {};
  mode.until = std::min(mode.until, granted.until);
  switch (granted.kind) {
    case GrantedTime::Kind::nothing:
      break;
    case GrantedTime::Kind::pause:
      mode.mode = Mode::off;
      mode.paused = true;
      break;
    case GrantedTime::Kind::open_all:
      mode.all_open = true;
      break;
    case GrantedTime::Kind::mode:
      mode.mode = granted.mode;
      break;
  }
  mode.doors = granted.doors;
  mode.granted = granted.kind != GrantedTime::Kind::nothing || granted.doors != 0;
  return mode;
}

ModeAt Policy::timetable_at(ProfileId id, const Now& now) const {
  const std::int32_t index = parts_->profile(id).timetable;
  if (index < 0 || !now.wall_trusted) return {};
  const Timetable& timetable = parts_->timetables[static_cast<std::size_t>(index)];
  const Timetable::Moment moment = timetable.at(now.wall, parts_->zone);
  const Timetable::State& state = timetable.state(moment.state);
  const auto services = static_cast<std::uint16_t>(state.services.empty() && state.opens.empty() ? 0 : moment.state + 1);
  return {.mode = state.mode, .until = moment.until, .services = services};
}

CategorySet Policy::categories_of(const SuffixHashes& hashes, const NameFacts& facts) const {
  CategorySet categories = parts_->matcher.categories_of(hashes);
  if (facts.rules != 0 && !parts_->services.empty()) categories |= parts_->services.of(parts_->names, facts.rules);
  return categories;
}

std::string_view Policy::exception_at(ProfileId id, const Now& now) const {
  const std::int32_t index = parts_->profile(id).timetable;
  if (index < 0 || !now.wall_trusted) return {};
  const Origin origin = parts_->timetables[static_cast<std::size_t>(index)].origin_at(now.wall, parts_->zone);
  return origin == 0 ? std::string_view() : parts_->exception_labels[origin - 1U];
}

NameFacts Policy::facts_of(const SuffixHashes& hashes) const { return parts_->names.facts_of(hashes); }
NameFacts Policy::facts_of(const Name& name, const SuffixHashes& hashes) const {
  NameFacts facts = facts_of(hashes);
  facts.sealed = parts_->sealed != nullptr && parts_->sealed->holds(name);
  return facts;
}
LocalName Policy::local_name(const SuffixHashes& hashes) const { return facts_of(hashes).local; }
bool Policy::may_be_private(const SuffixHashes& hashes) const { return facts_of(hashes).may_be_private; }

Verdict Policy::decide(const Asker& asker, const ModeAt& mode, const Judged& name) const {
  return decide(asker, mode, name, facts_of(name.hashes));
}
Verdict Policy::decide_target(const Asker& asker, const ModeAt& mode, const Judged& target) const {
  return decide_target(asker, mode, target, facts_of(target.hashes));
}

// The steps stand here in the order of policy.h, but for step 4: its word goes before the ordinary one, which is worked out all
// the same, so that it takes no less time. Only the first three hold at any time; every later verdict may change when the mode
// does.
Verdict Policy::decide(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const {
  if (facts.local != LocalName::none) return {Action::allow, Step::local, Group::none, false};
  if (facts.signal != 0) {
    if (const auto said = parts_->signals.verdict(facts.signal, profile(asker).bypass, name.type)) return *said;
  }
  if (facts.never_block) return {Action::allow, Step::never_block, Group::none, false};
  Verdict ordinary = ordinary_verdict(asker, mode, name, facts);
  if (facts.engine != 0) ordinary = with_safe_search(asker, mode, name, facts, ordinary);
  return facts.sealed ? sealed_verdict(mode) : ordinary;
}

Verdict Policy::with_safe_search(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts,
                                 const Verdict& ordinary) const {
  const Profile& asking = profile(asker);
  const std::uint8_t target = parts_->safe_search.target_of(asking.safe_search, facts.engine);
  if (target == 0 || ordinary.action != Action::allow || mode.all_open) return ordinary;
  const bool by_rule = ordinary.step == Step::own_rule && !asking.only_listed[static_cast<std::size_t>(mode.mode)];
  if (by_rule && facts.rules_on_it && parts_->ruling(asker, mode, name, facts).suffix == facts.rules) return ordinary;
  Verdict safe = ordinary;
  safe.step = Step::safe_search;
  if (leads_to_safety(name.type)) {
    safe.action = Action::rewrite;
    safe.safe_name = target;
  }
  return safe;
}

std::optional<Verdict> Policy::granted_verdict(const Asker& asker, const ModeAt& mode, const Judged& name,
                                               const NameFacts& facts) const {
  const bool dangerous = name.categories.intersects(parts_->security);
  if (const GrantBook::Entry* entry = grants_.door_for(asker.seat, mode.doors, name.hashes, name.categories)) {
    const bool opens = entry->grant.door == Grant::Door::open;
    if (opens && (!dangerous || entry->grant.confirmed))
      return Verdict{Action::allow, Step::grant, Group::none, true, mode.until};
    if (!opens && !facts.safe_target) return Verdict{Action::block, Step::grant, Group::own_rules, true, mode.until};
  }
  if (mode.all_open && !dangerous) return Verdict{Action::allow, Step::grant, Group::none, true, mode.until};
  return std::nullopt;
}

Verdict Policy::ordinary_verdict(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const {
  const Profile& asking = profile(asker);
  if (door_closed(mode)) {
    const bool open_door = !mode.paused && (name.categories.intersects(asking.open_doors) ||
                                            is_open_door(parts_->names, facts.rules, asker.profile));
    if (!open_door) return {Action::block, Step::time, Group::closed_by_time, true, mode.until};
  }
  if (mode.granted) {
    if (const auto granted = granted_verdict(asker, mode, name, facts)) return *granted;
  }
  if (facts.rules != 0) {
    const OwnRules::Ruling ruling = parts_->ruling(asker, mode, name, facts);
    if (ruling.word == OwnRules::Word::allow) return {Action::allow, Step::own_rule, Group::none, true, mode.until};
    if (ruling.word == OwnRules::Word::block && !facts.safe_target)
      return {Action::block, Step::own_rule, Group::own_rules, true, mode.until, ruling.closed_as};
  }

  CategorySet hit = name.categories & parts_->closed(asking, mode);
  if (facts.lists_never_close) hit &= parts_->services.ids();  // the family's own word is no list's
  if (!hit.empty() && !facts.safe_target) return parts_->closed_verdict(asking, hit, mode);
  const bool closed = asking.only_listed[static_cast<std::size_t>(mode.mode)] && !parts_->is_listed(asker, mode, name, facts);
  const Action standard = closed ? Action::block : Action::allow;
  return {standard, Step::standard, standard == Action::block ? Group::other : Group::none, true, mode.until};
}

Verdict Policy::decide_target(const Asker& asker, const ModeAt& mode, const Judged& target, const NameFacts& facts) const {
  const Profile& asking = profile(asker);
  if (facts.never_block || facts.safe_target) return {Action::allow, Step::never_block, Group::none, false};
  if (facts.sealed) return sealed_verdict(mode);
  if (facts.rules != 0 && parts_->ruling(asker, mode, target, facts).word == OwnRules::Word::allow)
    return {Action::allow, Step::own_rule, Group::none, true, mode.until};
  CategorySet hit = target.categories & parts_->judged_in_targets & parts_->closed(asking, mode);
  if (mode.all_open) hit &= parts_->security;
  if (!hit.empty() && !facts.lists_never_close) return parts_->closed_verdict(asking, hit, mode);
  return {Action::allow, Step::standard, Group::none, true, mode.until};
}

const SafeName& Policy::safe_name(const Verdict& verdict) const { return parts_->safe_search.name(verdict.safe_name); }

CategorySet Policy::closed(ProfileId id, const ModeAt& mode) const { return parts_->closed(parts_->profile(id), mode); }

CategorySet Policy::Parts::closed(const Profile& profile, const ModeAt& mode) const {
  const CategorySet& closed = profile.closed[static_cast<std::size_t>(mode.mode)];
  const Timetable::State* state = windows_of(profile, mode);
  return state == nullptr ? closed : (closed - state->opens) | state->services;
}

const Timetable::State* Policy::Parts::windows_of(const Profile& profile, const ModeAt& mode) const {
  if (mode.services == 0 || profile.timetable < 0) return nullptr;
  const Timetable& timetable = timetables[static_cast<std::size_t>(profile.timetable)];
  return mode.services <= timetable.states() ? &timetable.state(mode.services - 1U) : nullptr;
}

bool Policy::Parts::is_listed(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const {
  const Profile& asking = profile(asker.profile);
  if (name.categories.intersects(asking.listed[static_cast<std::size_t>(mode.mode)])) return true;
  const Timetable::State* state = windows_of(asking, mode);
  if (state != nullptr && name.categories.intersects(state->opens)) return true;
  return is_open_door(names, facts.rules, asker.profile);
}

OwnRules::Ruling Policy::Parts::ruling(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const {
  const TagSet tags = profile(asker.profile).tags | written_devices[static_cast<std::size_t>(asker.device)].tags;
  return rules.ruling(names, facts.rules, {asker, tags, name.address, name.mac}, {name.hashes, name.type, mode.rule_times});
}

CategoryKeys Policy::keys() const { return parts_->keys(); }

CategoryKeys Policy::Parts::keys() const {
  CategoryKeys keys(image->categories());
  for (const OwnService& service : services.all()) keys.add(service.key, service.id);
  return keys;
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

std::vector<DeviceId> Policy::devices_named(std::string_view label) const {
  std::vector<DeviceId> found;
  for (std::size_t i = 1; i < parts_->written_devices.size(); ++i) {
    if (parts_->written_devices[i].label == label) found.push_back(static_cast<DeviceId>(i));
  }
  return found;
}

std::string_view Policy::label_of(DeviceId device) const {
  const auto place = static_cast<std::size_t>(device);
  return place < parts_->written_devices.size() ? std::string_view(parts_->written_devices[place].label) : std::string_view();
}

std::size_t Policy::devices() const { return parts_->written_devices.size(); }
std::size_t Policy::rooms() const { return parts_->rooms.size(); }
const CategorySet& Policy::security() const { return parts_->security; }

bool Policy::is_never_paused(DeviceId device) const {
  const auto place = static_cast<std::size_t>(device);
  return place < parts_->written_devices.size() && parts_->written_devices[place].never_pause;
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
