// SPDX-License-Identifier: Apache-2.0
// What is counted of a person, for how long that is nobody's business, and who may see it (decisions.md 9, product.md 3.1
// to 3.4). Pure; any thread.
//
// A person's numbers are moments: windows of ten minutes in which something of a group was closed for them, so that an app which
// tries all night counts once each time. Two groups are counted only where their number can not name a topic or a site:
//   age doors      of a profile with at least three of their categories closed. With one the number would be that topic's.
//   your own rules of a profile that at least twenty written names are about. With one, whoever wrote it could watch for it.
// What stays possible: somebody who writes nineteen names nobody asks for beside the one they watch sees that one's moments, in
// tens, the day after. Rounding makes that coarse; nothing makes it impossible.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/clock.h"
#include "base/showable.h"
#include "base/zone.h"
#include "config/household.h"
#include "policy/verdict.h"

namespace darban {

// The groups of decisions.md 9: those in which a person's moments are counted. Group::none and Group::other ("closed") are not.
inline constexpr std::array kCountedGroups{Group::scams_and_malware, Group::ads_and_trackers, Group::age_doors,
                                           Group::ways_round,        Group::closed_by_time,   Group::own_rules};

// Some of them, one bit each.
using GroupSet = std::uint8_t;
constexpr GroupSet bit_of(Group group) {
  const auto number = static_cast<unsigned>(group);
  const bool is_counted =
      number >= static_cast<unsigned>(kCountedGroups.front()) && number <= static_cast<unsigned>(kCountedGroups.back());
  return is_counted ? static_cast<GroupSet>(1U << (number - static_cast<unsigned>(kCountedGroups.front()))) : GroupSet{0};
}
constexpr bool has(GroupSet groups, Group group) { return (groups & bit_of(group)) != 0; }

// Whose number it is. The guest is whoever is nobody's: counted for the household only.
enum class HolderKind : std::uint8_t { nobody, person, room };

inline constexpr std::size_t kFewestAgeDoors = 3;
inline constexpr std::size_t kFewestOwnNames = 20;
// What may be counted of a profile for which that many categories of the age doors are closed in free time, and about which that
// many names were written. Closed by time is nobody's secret; the other groups are wide.
GroupSet countable_groups(std::size_t age_doors_closed, std::size_t own_names);

// What a young person said about their numbers. Nobody else can say it for them, and saying nothing is no.
struct CountChoices {
  bool keep = false;   // 16 and 17: count me
  bool share = false;  // 13 to 15: my guardian may see it
  friend bool operator==(const CountChoices&, const CountChoices&) = default;
};

// What of it counts at that age: who is thirteen decides about sharing, who is sixteen about being counted. What is said at any
// other age is not kept, so that nobody's word of ten is heard at thirteen.
CountChoices heard_at(Band band, const CountChoices& said);

// Whether there is a number at all. Adults have none: at home they would watch each other. A room's (a school's VLAN) is kept
// when pupils are in it.
bool is_kept(HolderKind kind, Band band, const CountChoices& choices);

// `auditor`: whoever reads the house's and the rooms' numbers and is no guardian; a program too.
enum class Viewer : std::uint8_t { themselves, guardian, auditor };
// The table of product.md 3.2, of a person's own numbers. A sibling is nobody here.
bool may_see(Band band, Viewer viewer, const CountChoices& choices);
// The same of a room's, which are no pupil's own (product.md 3.3).
constexpr bool may_see_rooms(Viewer viewer) { return viewer != Viewer::themselves; }
// Whether the person alone decides who sees their numbers: from 13 until they are grown up.
bool are_their_own(HolderKind kind, Band band);

// Whether age doors are left out of the household's totals: in a home with one teenager the total would be the teenager's.
bool hides_age_doors(HolderKind kind, Band band);

// A day of counts: from 04:00 to 04:00 on the household's clock, so that a night belongs to its evening, named by the date it
// begins on. 23 or 25 hours long when the clocks change.
enum class CountDay : std::int32_t {};  // days since 1970-01-01
CountDay count_day(WallTime time, const Zone& zone);

constexpr std::int32_t number_of(CountDay day) { return static_cast<std::int32_t>(day); }
constexpr CountDay plus_days(CountDay day, std::int32_t days) { return static_cast<CountDay>(number_of(day) + days); }
// Weeks begin on Monday. 1970-01-01 was a Thursday.
constexpr std::int32_t week_of(CountDay day) { return (number_of(day) + 3) / 7; }
constexpr CountDay monday_of_week(std::int32_t week) { return static_cast<CountDay>(week * 7 - 3); }

}  // namespace darban
