// SPDX-License-Identifier: Apache-2.0
// What a calendar file (iCalendar, RFC 5545) says between two moments: its events with every occurrence, and what could not be
// understood. Made by calendar/read_calendar.h, in a process of its own; plain values here. Summaries are text of whoever wrote
// the calendar.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/showable.h"

namespace darban {

enum class CalendarFault : std::uint8_t {
  none,
  // of one event
  no_start,
  bad_time,
  bad_rule,
  rule_too_fine,
  rule_of_another_calendar,
  unknown_zone,
  bad_zone,
  ends_before_it_starts,
  too_long,
  this_and_future,
  // of the whole file
  unreadable,
  no_calendar,
  cut_off,
  wrong_end,
  not_text,
  too_large,
  too_many_events,
  too_many_occurrences,
  too_much_work,
  no_library,
  no_reader,
  took_too_long,
};
inline constexpr CalendarFault kLastCalendarFault = CalendarFault::took_too_long;
Text text_of(CalendarFault fault);  // a sentence: what is wrong and what would be right

// A span of all-day events counts days since 1970-01-01 by the household's clock, a timed one Unix seconds; half-open. A timed
// one may be empty: a moment.
struct CalendarSpan {
  std::int64_t begin = 0;
  std::int64_t end = 0;
  friend bool operator==(const CalendarSpan&, const CalendarSpan&) = default;
};

struct CalendarEvent {
  int line = 0;  // of its BEGIN, or of what is wrong with it
  bool all_day = false;
  CalendarFault fault = CalendarFault::none;  // then it has no spans
  std::string summary;                        // UTF-8, at most kLongestSummary octets, no control characters
  std::vector<CalendarSpan> spans;            // ascending
  int column = 1;                             // in the line
  friend bool operator==(const CalendarEvent&, const CalendarEvent&) = default;
};
inline constexpr std::size_t kLongestSummary = 200;

struct Calendar {
  std::string file;  // as the household names it
  std::vector<CalendarEvent> events;
  friend bool operator==(const Calendar&, const Calendar&) = default;
};

// Whether `text` as a whole fits a pattern: `*` is anything, also nothing; case is ignored (of A to Z).
bool fits_pattern(std::string_view text, std::string_view pattern);

}  // namespace darban
