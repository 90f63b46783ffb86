// SPDX-License-Identifier: Apache-2.0
// Seven days of somebody's timetable: where the mode changes, and the same in sentences. Grants are not in it: they come and go.
// Pure.
#pragma once
#include <string>
#include <vector>

#include "base/json_writer.h"
#include "policy/policy.h"

namespace darban::page {

struct WeekEdge {
  WallTime at;
  Mode mode = Mode::free;
  std::string exception;  // its label; empty: the week's own
};

// From Monday of the week that `now` is in, by the household's clock; the first edge is that Monday's beginning.
std::vector<WeekEdge> week_of(const Policy& policy, ProfileId who, WallTime now);
void write_week(JsonWriter& json, const std::vector<WeekEdge>& week, const Zone& zone);

// What comes next, as an adult would say it: "Closed tonight 21:00, opens Tuesday 06:30." Of two days, or of the first day that
// has anything, within a week.
std::vector<std::string> sentences_of(const Policy& policy, ProfileId who, WallTime now);

// A person by name, a room by label, or `guest`.
std::optional<ProfileId> profile_called(const Policy& policy, std::string_view name);

}  // namespace darban::page
