// SPDX-License-Identifier: Apache-2.0
#include "policy/rule_clock.h"

#include <algorithm>
#include <map>

namespace darban {
namespace {

// The windows of a set, each with its number where a window of a profile has what it closes.
Timetable clock_of(RuleTimes set, const std::vector<RuleTime>& windows) {
  std::vector<WeekWindow> carriers;
  for (std::size_t number = 0; number < windows.size(); ++number) {
    if ((set >> number & 1) == 0) continue;
    WeekWindow carrier;
    carrier.days = windows[number].days;
    carrier.start = windows[number].start;
    carrier.end = windows[number].end;
    carrier.services.add(static_cast<CategoryId>(number));
    carriers.push_back(carrier);
  }
  return Timetable(carriers);
}

}  // namespace

RuleClocks::Moment RuleClocks::clock_at(ProfileId id, WallTime time, const Zone& zone) const {
  const auto index = static_cast<std::size_t>(id);
  const std::uint32_t number = index < clock_of_.size() ? clock_of_[index] : 0;
  if (number == 0) return {};
  const Timetable& clock = clocks_[number - 1];
  const Timetable::Moment moment = clock.at(time, zone);
  return {clock.state(moment.state).services.words()[0], moment.until};
}

std::optional<RuleTimes> RuleClockBuilder::window(const RuleTime& time) {
  const auto known = std::find(windows_.begin(), windows_.end(), time);
  const auto number = static_cast<std::size_t>(known - windows_.begin());
  if (known == windows_.end()) {
    if (windows_.size() == kMostRuleWindows) return std::nullopt;
    windows_.push_back(time);
  }
  return RuleTimes{1} << number;
}

void RuleClockBuilder::touches(ProfileId id, RuleTimes windows) {
  const auto index = static_cast<std::size_t>(id);
  if (windows == 0) return;
  if (own_.size() <= index) own_.resize(index + 1);
  own_[index] |= windows;
}

RuleClocks RuleClockBuilder::build(std::size_t profiles) const {
  RuleClocks clocks;
  if (windows_.empty()) return clocks;
  std::map<RuleTimes, std::uint32_t> made;  // profiles with the same windows share a clock
  clocks.clock_of_.resize(profiles);
  for (std::size_t id = 0; id < profiles; ++id) {
    const RuleTimes set = everybodys_ | (id < own_.size() ? own_[id] : 0);
    if (set == 0) continue;
    auto [known, fresh] = made.try_emplace(set, 0);
    if (fresh) {
      clocks.clocks_.push_back(clock_of(set, windows_));
      known->second = static_cast<std::uint32_t>(clocks.clocks_.size());
    }
    clocks.clock_of_[id] = known->second;
  }
  return clocks;
}

}  // namespace darban
