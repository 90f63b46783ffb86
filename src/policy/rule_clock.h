// SPDX-License-Identifier: Apache-2.0
// Which $time windows of the family's rules are on. Windows are numbered, and a profile's clock shows those that can touch it:
// everybody's and its own. A clock is a Timetable whose windows close nothing but carry their number, so summer time is what it
// is there. Immutable once made; any thread may read.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/zone.h"
#include "policy/profile.h"
#include "policy/rule_text.h"
#include "policy/timetable.h"

namespace darban {

using RuleTimes = std::uint64_t;  // a set of windows, by number
inline constexpr std::size_t kMostRuleWindows = 64;

class RuleClocks {
 public:
  struct Moment {
    RuleTimes on = 0;
    WallTime until = kNever;  // when another set is on
  };
  // Of that profile. Without any $time rule: nothing, for ever, at the cost of a comparison.
  Moment at(ProfileId id, WallTime time, const Zone& zone) const {
    if (clock_of_.empty()) return {};
    return clock_at(id, time, zone);
  }

 private:
  friend class RuleClockBuilder;
  Moment clock_at(ProfileId id, WallTime time, const Zone& zone) const;
  std::vector<Timetable> clocks_;
  std::vector<std::uint32_t> clock_of_;  // by profile: its clock + 1; 0: none
};

// Numbers windows, then makes the clocks. One thread.
class RuleClockBuilder {
 public:
  // The window's set of one; a window written twice has one number. Nothing when all numbers are taken.
  std::optional<RuleTimes> window(const RuleTime& time);
  // These windows can touch this profile.
  void touches(ProfileId id, RuleTimes windows);
  void touches_all(RuleTimes windows) { everybodys_ |= windows; }
  RuleClocks build(std::size_t profiles) const;

 private:
  std::vector<RuleTime> windows_;
  RuleTimes everybodys_ = 0;
  std::vector<RuleTimes> own_;  // by profile, as far as it has any
};

}  // namespace darban
