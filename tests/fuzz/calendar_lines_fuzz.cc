// SPDX-License-Identifier: Apache-2.0
// Any octets as what the process that reads calendars says: not believed, or a calendar within its bounds that is said again the
// same.
#include "calendar/calendar_lines.h"
#include "calendar/ics_blocks.h"
#include "calendar/ics_event.h"
#include "calendar/read_calendar.h"
#include "tests/fuzz/expect.h"

using namespace darban;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  const auto read = read_calendar_lines(text);
  if (!read) {
    EXPECT(read.error().fault != CalendarFault::none && read.error().fault <= kLastCalendarFault);
    const auto again = read_calendar_lines(lines_of(read.error()));
    EXPECT(!again && again.error() == read.error());
    return 0;
  }
  std::size_t spans = 0;
  EXPECT(read->events.size() <= kMostIcsEvents);
  for (const CalendarEvent& event : read->events) {
    EXPECT(event.summary == cleaned(event.summary));
    EXPECT(event.fault == CalendarFault::none || event.spans.empty());
    spans += event.spans.size();
  }
  EXPECT(spans <= kMostOccurrences);
  const auto again = read_calendar_lines(lines_of(*read));
  EXPECT(again && *again == *read);
  return 0;
}
