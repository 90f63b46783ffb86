// SPDX-License-Identifier: Apache-2.0
// Lines and blocks of a calendar, and the text that may be shown of it.
#include <doctest/doctest.h>

#include "calendar/ics_blocks.h"
#include "calendar/ics_event.h"

using namespace darban;

namespace {

std::vector<IcsLine> lines(std::string_view text) {
  auto read = ics_lines(text);
  REQUIRE(read);
  return *read;
}
IcsFault placed_fault_of(std::string_view text) {
  auto read = ics_lines(text);
  if (!read) return read.error();
  const auto blocks = ics_blocks(std::move(*read));
  return blocks ? IcsFault{} : blocks.error();
}
// Without its column.
IcsFault fault_of(std::string_view text) {
  const IcsFault fault = placed_fault_of(text);
  return {fault.fault, fault.line};
}

}  // namespace

TEST_CASE("folded lines are one line, and know where it began") {
  const auto read = lines("A:1\r\nSUMMARY:a\r\n b\r\n\t c\r\n\r\nZ:9\n");
  REQUIRE(read.size() == 3);
  CHECK(read[1].number == 2);
  CHECK(read[1].text == "SUMMARY:ab c");
  CHECK(read[2].number == 6);
  CHECK(lines("\xef\xbb\xbf"
              "A:1")[0]
            .text == "A:1");
  CHECK(lines("").empty());
}

TEST_CASE("a line has a name and a value, and colons in quotes are neither's end") {
  const auto read = lines("dtstart;TZID=\"a:b;c\";X=1:2026\nEND\n");
  CHECK(read[0].name() == "DTSTART");
  CHECK(read[0].value() == "2026");
  CHECK(read[1].name() == "END");
  CHECK(read[1].value().empty());
}

TEST_CASE("what is wrong with a value is told at its line and column, also where the line was folded before it") {
  const auto read = lines("RRULE:FREQ=SECONDLY\nDTSTART;TZID=X\n ;VALUE=DATE\n :soon\nSUMMARY;\n X=\n\n 1:a\nUID\n");
  const auto place = [](const IcsLine& line) {
    const IcsFault fault = line.wrong_value(CalendarFault::bad_time);
    return std::pair(fault.line, fault.column);
  };
  CHECK(place(read[0]) == std::pair(1, 7));
  CHECK(place(read[1]) == std::pair(4, 3));
  CHECK(place(read[2]) == std::pair(8, 4));  // empty lines between are lines, too
  CHECK(place(read[3]) == std::pair(9, 1));  // there is no value
  CHECK(placed_fault_of(std::string_view("BEGIN:VCALENDAR\nA\0B\n", 20)) == IcsFault{CalendarFault::not_text, 2, 2});
  CHECK(placed_fault_of("BEGIN:VCALENDAR\nEND:VEVENT\n") == IcsFault{CalendarFault::wrong_end, 2, 1});
}

TEST_CASE("what is no calendar is refused with its line") {
  CHECK(fault_of("") == IcsFault{CalendarFault::no_calendar, 1});
  CHECK(fault_of("<!DOCTYPE html>\n<html>\n") == IcsFault{CalendarFault::no_calendar, 1});
  CHECK(fault_of("BEGIN:VCARD\nEND:VCARD\n") == IcsFault{CalendarFault::no_calendar, 1});
  CHECK(fault_of("BEGIN:VCALENDAR\nEND:VCALENDAR\nHELLO:1\n") == IcsFault{CalendarFault::no_calendar, 3});
  CHECK(fault_of("BEGIN:VCALENDAR\nBEGIN:VEVENT\n\nEND:VCALENDAR\n") == IcsFault{CalendarFault::wrong_end, 4});
  CHECK(fault_of("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:1\n") == IcsFault{CalendarFault::cut_off, 3});
  CHECK(fault_of(std::string_view("BEGIN:VCALENDAR\nA\0B\n", 20)) == IcsFault{CalendarFault::not_text, 2});
  CHECK(fault_of("begin:vcalendar\nend:VCalendar\n") == IcsFault{});
}

TEST_CASE("files and lines beyond their bounds are refused") {
  CHECK(fault_of(std::string(kLargestCalendar + 1, 'a')) == IcsFault{CalendarFault::too_large, 0});
  CHECK(fault_of("BEGIN:VCALENDAR\nSUMMARY:" + std::string(kLongestIcsLine, 'a')) == IcsFault{CalendarFault::too_large, 2});
  std::string folded = "BEGIN:VCALENDAR\nSUMMARY:";
  for (int i = 0; i < 70; ++i) folded += std::string(1000, 'a') + "\n ";
  CHECK(fault_of(folded) == IcsFault{CalendarFault::too_large, 2});
  std::string many = "BEGIN:VCALENDAR\n";
  for (std::size_t i = 0; i <= kMostIcsEvents; ++i) many += "BEGIN:VEVENT\nEND:VEVENT\n";
  CHECK(fault_of(many + "END:VCALENDAR\n") == IcsFault{CalendarFault::too_many_events, 2 + 2 * static_cast<int>(kMostIcsEvents)});
}

TEST_CASE("of an event the lines are kept that say when it is, and none of its alarm's") {
  const auto blocks =
      ics_blocks(lines("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDESCRIPTION:x\nDTSTART:1\nBEGIN:VALARM\nDTSTART:2\n"
                       "END:VALARM\nRRULE:3\nEND:VEVENT\nBEGIN:VTODO\nDTSTART:4\nEND:VTODO\nEND:VCALENDAR\n"));
  REQUIRE(blocks);
  REQUIRE(blocks->events.size() == 1);
  CHECK(blocks->events[0].line == 2);
  REQUIRE(blocks->events[0].lines.size() == 2);
  CHECK(blocks->events[0].lines[0].text == "DTSTART:1");
  CHECK(blocks->events[0].lines[1].number == 8);
}

TEST_CASE("a time zone has its two halves, and nothing strange inside one of them") {
  const auto blocks =
      ics_blocks(lines("BEGIN:VCALENDAR\nBEGIN:VTIMEZONE\nTZID:X\nBEGIN:STANDARD\nDTSTART:1\nBEGIN:DAYLIGHT\nDTSTART:2\n"
                       "END:DAYLIGHT\nRRULE:3\nEND:STANDARD\nBEGIN:DAYLIGHT\nDTSTART:4\nEND:DAYLIGHT\nEND:VTIMEZONE\n"
                       "BEGIN:VEVENT\nBEGIN:VTIMEZONE\nEND:VTIMEZONE\nUID:1\nEND:VEVENT\nEND:VCALENDAR\n"));
  REQUIRE(blocks);
  REQUIRE(blocks->zones.size() == 1);
  CHECK(blocks->zones[0].lines.size() == 1);
  REQUIRE(blocks->zones[0].parts.size() == 2);
  CHECK(blocks->zones[0].parts[0].lines.size() == 2);
  CHECK(blocks->zones[0].parts[1].lines[0].text == "DTSTART:4");
  REQUIRE(blocks->events.size() == 1);
  CHECK(blocks->events[0].lines.size() == 1);
}

TEST_CASE("a text that is shown has no control characters, no broken UTF-8 and an end") {
  CHECK(cleaned("Zara\xe2\x80\x99s birthday") == "Zara\xe2\x80\x99s birthday");
  CHECK(cleaned("  a\tb\x1b[31m\n") == "a b [31m");
  CHECK(cleaned("a\xc2\x9b"
                "31mb") == "a 31mb");  // which some terminals obey like ESC [
  CHECK(cleaned("a\xff\xc0\x80z") == "a???z");
  CHECK(cleaned("\xed\xa0\x80") == "???");       // a surrogate
  CHECK(cleaned("\xe2\x80") == "??");            // cut off
  CHECK(cleaned("\xf4\x90\x80\x80") == "????");  // beyond the last character
  CHECK(cleaned(std::string(500, 'a')).size() == kLongestSummary);
  CHECK(cleaned(std::string(kLongestSummary - 1, 'a') + "\xd8\xa7").size() == kLongestSummary - 1);
  for (const char* text : {"  a ", "\xff \xff", "\x7f", ""}) CHECK(cleaned(cleaned(text)) == cleaned(text));
}
