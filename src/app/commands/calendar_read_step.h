// SPDX-License-Identifier: Apache-2.0
// `darban calendar read-step`: what darban starts to have a calendar read (app/calendar_step.h). It reads the file, opens
// libical, gives up everything else and prints what it found for a program (calendar/calendar_lines.h).
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kCalendarStep = "read-step";

int run_calendar_read_step(std::span<const std::string_view> words);

}  // namespace darban
