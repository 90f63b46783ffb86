// SPDX-License-Identifier: Apache-2.0
// Any octets as a calendar file: a fault at a place in it, or events within all bounds that come through the line between the two
// processes as they were. libical is asked what lines mean, as in the process that reads calendars.
#include <algorithm>
#include <optional>
#include <string_view>

#include "calendar/calendar_lines.h"
#include "calendar/ics_blocks.h"
#include "calendar/ics_event.h"
#include "calendar/read_calendar.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

void expect_fault(CalendarFault fault, int line, int column, std::string_view text) {
  const auto lines = std::count(text.begin(), text.end(), '\n') + 1;
  EXPECT(fault != CalendarFault::none && fault <= kLastCalendarFault);
  EXPECT(line >= 0 && line <= lines);
  EXPECT(column >= (line > 0 ? 1 : 0) && static_cast<std::size_t>(column) <= text.size() + 1);
}

void expect_event(const CalendarEvent& event, std::string_view text) {
  EXPECT(event.summary == cleaned(event.summary) && event.summary.size() <= kLongestSummary);
  if (event.fault != CalendarFault::none) {
    EXPECT(event.spans.empty());
    return expect_fault(event.fault, event.line, event.column, text);
  }
  EXPECT(event.line > 0 && !event.spans.empty());
  for (std::size_t i = 0; i < event.spans.size(); ++i) {
    const CalendarSpan& span = event.spans[i];
    EXPECT(span.end >= span.begin + (event.all_day ? 1 : 0));
    EXPECT(i == 0 || event.spans[i - 1].begin <= span.begin);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  static const auto values = IcalValues::load();
  static const Zone zone = Zone::utc();
  if (!values) {  // a machine without libical: then what is ours alone
    auto lines = ics_lines(text);
    if (lines) (void)ics_blocks(std::move(*lines));
    return 0;
  }
  constexpr WallTime kFrom{Seconds{1795240000}};  // 2026-11-21
  const auto calendar = read_calendar(text, {zone, kFrom, kFrom + Seconds(2 * 366 * 86400)}, *values);
  if (!calendar) {
    expect_fault(calendar.error().fault, calendar.error().line, calendar.error().column, text);
    const auto fault = read_calendar_lines(lines_of(calendar.error()));
    EXPECT(!fault && fault.error() == calendar.error());
    return 0;
  }
  for (const CalendarEvent& event : calendar->events) expect_event(event, text);
  const auto again = read_calendar_lines(lines_of(*calendar));
  EXPECT(again && *again == *calendar);
  return 0;
}
