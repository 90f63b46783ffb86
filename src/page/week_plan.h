// SPDX-License-Identifier: Apache-2.0
// This week of one profile, day by day, as its timetable and the household's exceptions have it; grants are not in it. Pure.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/zone.h"
#include "policy/policy.h"

namespace darban::page {

struct PlannedTime {
  Mode mode = Mode::free;  // never free
  LocalTime from{};
  LocalTime to{};           // half-open; may lie on a later day
  std::string exception{};  // the label of the exception it comes from; empty: the week's own
};

struct PlannedDay {
  LocalTime midnight{};
  std::vector<PlannedTime> times{};  // that begin on this day; on Monday also what runs since Sunday
  std::string exception{};           // why it is free where no time is
};

// Monday to Sunday of the week that `now` lies in, by the household's clock.
std::array<PlannedDay, 7> week_plan(const Policy& policy, ProfileId profile, const Now& now);

}  // namespace darban::page
