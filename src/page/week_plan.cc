// SPDX-License-Identifier: Apache-2.0
#include "page/week_plan.h"

#include <chrono>

namespace darban::page {
namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr int kMostEdges = 2000;  // a minute's window each quarter of an hour is 1,344 edges a week

}  // namespace

std::array<PlannedDay, 7> week_plan(const Policy& policy, ProfileId profile, const Now& now) {
  const Zone& zone = policy.zone();
  const auto today = floor<days>(zone.local(now.wall));
  const auto monday = today - (std::chrono::weekday{today} - std::chrono::Monday);
  const WallTime end = zone.wall(LocalTime(monday + days(7)));
  std::array<PlannedDay, 7> week;
  for (int day = 0; day < 7; ++day) {
    PlannedDay& planned = week[static_cast<std::size_t>(day)];
    planned.midnight = LocalTime(monday + days(day));
    const WallTime noon = zone.wall(planned.midnight + std::chrono::hours(12));
    planned.exception = policy.exception_at(profile, {now.mono, noon, true});
  }

  WallTime at = zone.wall(LocalTime(monday));
  PlannedTime* last = nullptr;
  for (int edges = 0; edges < kMostEdges && at < end; ++edges) {
    const Now then{now.mono, at, true};  // what the timetable says of that moment, whether the clock of today is trusted or not
    const ModeAt mode = policy.timetable_at(profile, then);
    const LocalTime from = zone.local(at);
    const LocalTime to = mode.until == kNever ? LocalTime(monday + days(7)) : zone.local(mode.until);
    if (mode.mode == Mode::free) {
      last = nullptr;
    } else if (last != nullptr && last->mode == mode.mode) {
      last->to = to;  // only what is closed besides differs
    } else {
      PlannedDay& day = week[static_cast<std::size_t>((floor<days>(from) - monday).count())];
      day.times.push_back({mode.mode, from, to, std::string(policy.exception_at(profile, then))});
      last = &day.times.back();
    }
    if (mode.until == kNever) break;
    at = mode.until;
  }
  return week;
}

}  // namespace darban::page
