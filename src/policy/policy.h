// SPDX-License-Identifier: Apache-2.0
// The immutable snapshot of everything a family decided: who an address is, what mode a person is in, and the verdict on a name.
// Built by build.h, published to the workers, never changed. Any thread may read. Nothing here does I/O or reads a clock.
//
// The order of judgement (decisions.md 2; first hit wins):
//   1 local        names that never leave the house                 LocalName, asked first by the engine
//   2 canary       "does this network filter?"                      bypass_signals.h, from the level on that each begins with
//   3 never_block  helplines, connectivity, time, updates, push     open, uncounted, above everything below
//   4 sealed       a licence holder's list                          closed, generic answer, never counted; law lists come later
//   5 time         pause, bedtime, off                              closed, but for the open doors (none in a pause)
//   6 grant        all, a site or a service opened or closed        the latest grant wins; scams and malware need a second word
//   7 own_rule     the family's allow, block and rules              own_rules.h: $important, then the longer suffix, then whose
//   8 safe_search  search hosts led to their provider's safe name   safe_search.h
//   9 category     services and categories closed in this mode      no list closes a name that half the web stands on (shared,
//                                                                   un-blocked); a service of the family's own does
//  10 standard     open; in an allow-list profile or mode closed    but for categories and services under `open` (of the profile,
//                                                                   the mode, the window) and the open doors
//
// Safe search is how a search host is open, so it comes to what every other step leaves open: a host that 5, 7, 9 or 10 closes
// stays closed, and one that a grant or a wider rule opens (an hour of YouTube, `allow: google.com`) is opened the safe way.
// Two words switch it off for a host, because they can mean nothing else: an own `allow` of exactly that host (not where only
// what is allowed is open, for there it is the way to open it), and a grant that opens everything. The key for it is `safe-search`.
#pragma once
#include <cstdint>
#include <memory>
#include <optional>
#include <span>
#include <string_view>
#include <variant>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "base/zone.h"
#include "dns/name.h"
#include "dns/registry.h"
#include "lists/category.h"
#include "lists/image.h"
#include "lists/matcher.h"
#include "policy/grant.h"
#include "policy/grant_book.h"
#include "policy/moments.h"
#include "policy/profile.h"
#include "policy/rule_clock.h"
#include "policy/safe_search.h"
#include "policy/special_names.h"
#include "policy/verdict.h"

namespace darban {

inline constexpr std::uint32_t kLongestWithTimetable =
    300;                                                // seconds (decisions.md 3): an adult may change the rules at any moment
inline constexpr std::uint32_t kLongestWithGrant = 60;  // seconds: what was given may be taken back

// Of which names the gateway must know the addresses before the asker does.
enum class Told : std::uint8_t {
  none,   // there is no gateway
  vital,  // what stays open when the door closes: so that it does not stop then
  all,    // the asker reaches nothing else
};

class CategoryKeys;

// The mode somebody is in, what grants say besides, and when any of that changes. `until` is kNever without timetable and grants.
struct ModeAt {
  Mode mode = Mode::free;
  WallTime until = kNever;
  std::uint16_t services = 0;  // what the windows of this minute close and open besides: an index of the Policy; 0: nothing
  bool paused = false;         // by a grant; the mode is `off`, and open doors are closed
  bool all_open = false;       // by a grant
  bool granted = false;        // some grant is in force: answers are kept short, it may be taken back
  std::uint64_t doors = 0;     // service and site grants in force (GrantBook)
  RuleTimes rule_times = 0;    // $time windows of own rules that are on (RuleClocks)
  Told told = Told::none;
};
// A pause, bedtime, off: nothing but vital names and open doors.
inline bool door_closed(const ModeAt& mode) { return mode.mode >= Mode::bedtime; }

// What a device or a room is recognised by, and whose it is.
struct Mark {
  std::variant<MacAddress, IpPrefix> of;
  ProfileId profile = kGuest;
  DeviceId device = kNoDevice;  // of a room
};

// A question's name as the policy sees it.
struct Judged {
  const SuffixHashes& hashes;     // made with policy.seed()
  const CategorySet& categories;  // policy.categories_of(hashes, facts)
  RrType type = RrType::a;
  // For rules with a condition on them. Null: not known, and no such condition holds.
  const IpAddress* address = nullptr;
  const MacAddress* mac = nullptr;
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
  // Categories and services by key, the family's own among them. Must not outlive the policy.
  CategoryKeys keys() const;
  // What the lists and the family's own services say of a name.
  CategorySet categories_of(const SuffixHashes& hashes, const NameFacts& facts) const;

  // The same rules with these grants instead of those it has. What the grants name and this household does not have (any more)
  // reaches nobody.
  std::shared_ptr<const Policy> with_grants(std::span<const Grant> grants) const;
  const GrantBook& grants() const { return grants_; }

  // Who: MAC, then exact address, then the longest prefix, then guest (decisions.md 4). `mac` may be null.
  Asker asker_of(const IpAddress& address, const MacAddress* mac) const;
  Asker asker_of(DeviceId device) const;  // kNoDevice: the guest
  Asker asker_of(const Mark& mark) const;
  // All marks, for the gateway; empty where the settings name none.
  std::span<const Mark> marks() const;
  const Profile& profile(ProfileId id) const;
  const Profile& profile(const Asker& asker) const { return profile(asker.profile); }
  std::size_t profiles() const;
  std::size_t seats() const;                             // every Asker's seat is below
  bool may_ask(const IpAddress& address) const;          // allow_from
  bool may_name_client(const IpAddress& address) const;  // trusted_forwarders
  bool page_at(const IpAddress& ours) const;  // the page is answered there, at an address of the house and on HTTP's own port

  // When. Without a trusted clock every profile is `free` but for grants: time rules are off, categories stay on (decisions.md
  // 5). A grant of pause, open_all or mode stands in the timetable's place; of several the latest counts.
  ModeAt mode_at(const Asker& asker, const Now& now) const;
  // What the timetable alone says.
  ModeAt timetable_at(ProfileId id, const Now& now) const;

  // The label of the exception ("Winter holidays") that gives this moment its mode; empty: it is the week's own, or there is
  // none.
  std::string_view exception_at(ProfileId id, const Now& now) const;

  // What. Pure: the same arguments give the same verdict.
  // The engine asks facts_of once for a question and uses the forms that take it; the others are for everyone who asks rarely.
  // Sealed lists are asked for every name, also for one that is closed anyway or never can be, so that time tells nothing. The
  // forms without facts do not ask them: what explains a verdict must not tell what is in such a list.
  NameFacts facts_of(const Name& name, const SuffixHashes& hashes) const;
  NameFacts facts_of(const SuffixHashes& hashes) const;  // all but `sealed`
  LocalName local_name(const SuffixHashes& hashes) const;
  Verdict decide(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const;
  Verdict decide(const Asker& asker, const ModeAt& mode, const Judged& name) const;
  // A CNAME, DNAME or HTTPS target: only categories marked judged_in_targets count; never-block and the family's allow open it.
  // After a verdict of step never_block or own_rule, or a grant of this name, the answer's targets need no judging: the adult's
  // word covers the whole chain.
  Verdict decide_target(const Asker& asker, const ModeAt& mode, const Judged& target, const NameFacts& facts) const;
  Verdict decide_target(const Asker& asker, const ModeAt& mode, const Judged& target) const;

  // Where a verdict of rewrite leads. Valid while this policy is.
  const SafeName& safe_name(const Verdict& verdict) const;

  // Everything closed for a profile in a mode and its windows.
  CategorySet closed(ProfileId id, const ModeAt& mode) const;

  // Rebinding: whether answers for this name may hold private addresses.
  bool may_be_private(const SuffixHashes& hashes) const;
  // How long this asker may keep an answer, in seconds: short for whom an adult may change something at any moment.
  std::uint32_t longest_ttl(const Asker& asker, const ModeAt& mode) const {
    if (mode.granted) return kLongestWithGrant;
    // Longer than that the gateway need not remember what it was told.
    return profile(asker).timetable >= 0 || mode.told != Told::none ? kLongestWithTimetable : UINT32_MAX;
  }

  // Where workers note what counts. The one thing about a policy that changes; it outlives the policy with whoever holds it.
  MomentBoard& moments() const;
  std::shared_ptr<MomentBoard> moment_board() const;

  // For the operator's own questions (`darban explain`). Names of people, devices and rooms are as typed; case matters.
  const Zone& zone() const;
  std::optional<ProfileId> profile_of_person(std::string_view name) const;
  std::vector<DeviceId> devices_named(std::string_view label) const;
  std::optional<ProfileId> profile_of_room(std::string_view label) const;
  std::string_view who(ProfileId id) const;          // "Ali", "room Lab 2", "guest"
  std::string_view label_of(DeviceId device) const;  // empty: kNoDevice
  std::size_t devices() const;                       // of the household, kNoDevice counted: DeviceIds are below
  bool is_never_paused(DeviceId device) const;       // it itself; its person may be, too
  std::size_t rooms() const;
  const CategorySet& security() const;               // scams and malware
  // What the builder accepted and an adult should know: a rule that closes nothing, a category the lists do not have.
  std::span<const ConfigError> notes() const;

 private:
  friend class PolicyBuilder;
  friend class GrantResolver;
  friend class Explainer;
  struct Parts;
  explicit Policy(std::shared_ptr<const Parts> parts, GrantBook grants = {});
  ModeAt granted_mode(const Asker& asker, const Now& now) const;  // the timetable, and what grants put in its place
  // Step 6; empty: no grant says anything of this name.
  std::optional<Verdict> granted_verdict(const Asker& asker, const ModeAt& mode, const Judged& name,
                                         const NameFacts& facts) const;
  // Step 8, of what the other steps decided.
  Verdict with_safe_search(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts,
                           const Verdict& ordinary) const;
  // Steps 5 to 10 but for 8: what time, grants, the family and the lists say.
  Verdict ordinary_verdict(const Asker& asker, const ModeAt& mode, const Judged& name, const NameFacts& facts) const;
  std::shared_ptr<const Parts> parts_;  // shared with the policies that differ in their grants only
  GrantBook grants_;
};

}  // namespace darban
