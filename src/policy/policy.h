// SPDX-License-Identifier: Apache-2.0
// The immutable snapshot of everything a family decided: who an address is, what mode a person is in, and the verdict on a name.
// Built by build.h, published to the workers, never changed. Any thread may read. Nothing here does I/O or reads a clock.
//
// The order of judgement (decisions.md 2; first hit wins):
//   1 local        names that never leave the house                 LocalName, asked first by the engine
//   2 canary       "does this network filter?"                      bypass level standard or strict
//   3 never_block  helplines, connectivity, time, updates, push     open, uncounted, above everything below
//   4 sealed       a licence holder's list                          closed, generic answer, never counted; law lists come later
//   5 time         bedtime, off                                     closed, but for the open doors
//   6 grant        a site or service opened for a while             (comes with *A family's rules*)
//   7 own_rule     the family's allow and block                     the longer suffix wins; at equal length allow wins
//   8 safe_search                                                   (comes with *A family's rules*)
//   9 category     services and categories closed in this mode      but never a name that no list may close (shared, un-blocked)
//  10 standard     open, or closed in an allow-list profile
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include "base/clock.h"
#include "base/net_address.h"
#include "base/zone.h"
#include "dns/name.h"
#include "dns/registry.h"
#include "lists/category.h"
#include "lists/image.h"
#include "lists/matcher.h"
#include "policy/profile.h"
#include "policy/special_names.h"
#include "policy/verdict.h"

namespace darban {

// The mode a profile is in and when that changes. `until` is kNever without a timetable.
struct ModeAt {
  Mode mode = Mode::free;
  WallTime until = kNever;
  std::uint16_t services = 0;  // what the windows of this minute close and open besides: an index of the Policy; 0: nothing
};

// A question's name as the policy sees it.
struct Judged {
  const SuffixHashes& hashes;     // made with policy.seed()
  const CategorySet& categories;  // policy.matcher().categories_of(hashes)
  RrType type = RrType::a;
};

class Policy {
 public:
  ~Policy();
  Policy(const Policy&) = delete;
  Policy& operator=(const Policy&) = delete;

  // The seed for every table of this policy and its image.
  HashSeed seed() const;
  const Matcher& matcher() const;
  const Image& image() const;

  // Who: MAC, then exact address, then the longest prefix, then guest (decisions.md 4). `mac` may be null.
  ProfileId profile_of(const IpAddress& address, const MacAddress* mac) const;
  const Profile& profile(ProfileId id) const;
  std::size_t profiles() const;
  bool may_ask(const IpAddress& address) const;  // allow_from

  // When. Without a trusted clock every profile is `free` until kNever: time rules are off, categories stay on (decisions.md 5).
  ModeAt mode_at(ProfileId id, const Now& now) const;

  // What. Pure: the same arguments give the same verdict.
  // The engine asks facts_of once for a question and uses the forms that take it; the others are for everyone who asks rarely.
  // Sealed lists are asked for every name, also for one that is closed anyway or never can be, so that time tells nothing. The
  // forms without facts do not ask them: what explains a verdict must not tell what is in such a list.
  NameFacts facts_of(const Name& name, const SuffixHashes& hashes) const;
  NameFacts facts_of(const SuffixHashes& hashes) const;  // all but `sealed`
  LocalName local_name(const SuffixHashes& hashes) const;
  Verdict decide(ProfileId id, const ModeAt& mode, const Judged& name, const NameFacts& facts) const;
  Verdict decide(ProfileId id, const ModeAt& mode, const Judged& name) const;
  // A CNAME, DNAME or HTTPS target: only categories marked judged_in_targets count; never-block and the family's allow open it.
  // After a verdict of step never_block or own_rule the answer's targets need no judging: the adult's word covers the whole
  // chain.
  Verdict decide_target(ProfileId id, const ModeAt& mode, const Judged& target, const NameFacts& facts) const;
  Verdict decide_target(ProfileId id, const ModeAt& mode, const Judged& target) const;

  // Everything closed for a profile in a mode and its windows.
  CategorySet closed(ProfileId id, const ModeAt& mode) const;

  // Rebinding: whether answers for this name may hold private addresses.
  bool may_be_private(const SuffixHashes& hashes) const;
  // Whether a person with this profile has a timetable, so that answers are kept short (300 s at most).
  bool has_timetable(ProfileId id) const;

  // For the operator's own questions (`darban explain`). Names of people, devices and rooms are as typed; case matters.
  const Zone& zone() const;
  std::optional<ProfileId> profile_of_person(std::string_view name) const;
  std::optional<ProfileId> profile_of_device_label(std::string_view label) const;
  std::optional<ProfileId> profile_of_room(std::string_view label) const;
  std::string_view who(ProfileId id) const;  // "Ali", "room Lab 2", "guest"
  // What the builder accepted and an adult should know: a rule that closes nothing, a category the lists do not have.
  std::span<const ConfigError> notes() const;

 private:
  friend class PolicyBuilder;
  struct Parts;
  explicit Policy(std::unique_ptr<const Parts> parts);
  std::unique_ptr<const Parts> parts_;
};

}  // namespace darban
