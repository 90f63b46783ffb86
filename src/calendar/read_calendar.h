// SPDX-License-Identifier: Apache-2.0
// A calendar file to its events with every occurrence between two moments. The work is bounded whatever the file says: its size,
// its events, the days that repetitions are asked about, the occurrences. What darban understands of RFC 5545 is in README.md of
// this folder. Pure but for libical and the machine's zone files; one thread.
#pragma once
#include <string_view>

#include "base/clock.h"
#include "base/zone.h"
#include "calendar/ical_values.h"
#include "calendar/ics_lines.h"
#include "config/calendar.h"

namespace darban {

inline constexpr std::size_t kMostOccurrences = 20000;
inline constexpr std::int64_t kMostSteps = 10'000'000;  // days that are looked at; a third of a second
inline constexpr int kLongestEvent = 5 * 365 + 2;       // days

// Occurrences that lie in [from, to) with any part, by the household's clock.
struct CalendarTerms {
  const Zone& household;
  WallTime from;
  WallTime to;
};

// Events without an occurrence then are left out, but not those with a fault. `file` of the calendar is empty.
Result<Calendar, IcsFault> read_calendar(std::string_view text, const CalendarTerms& terms, const IcalValues& values);

}  // namespace darban
