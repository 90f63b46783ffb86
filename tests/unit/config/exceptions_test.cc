// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <algorithm>

#include "config/calendar.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

std::string in_a_household(const std::string& exceptions) { return "zone: UTC\nexceptions:\n" + exceptions; }
std::string exception_said(const std::string& members) {
  return household_said(in_a_household("  - {label: X, " + members + "}\n"));
}

std::vector<WrittenException> exceptions_of(const std::string& text) {
  const auto household = parse_household(in_a_household(text), "home/f.yaml");
  REQUIRE_MESSAGE(household.has_value(), said(household));
  return household->exceptions;
}
WrittenException exception_of(const std::string& members) { return exceptions_of("  - {label: X, " + members + "}\n")[0]; }

constexpr std::int32_t kDecember21 = 20808;  // 2026-12-21, days since 1970-01-01

}  // namespace

TEST_CASE("holidays, exam weeks and lessons as a parent writes them are read whole") {
  const auto all = exceptions_of(R"(
  - label: Winter holidays
    from: 2026-12-21
    to: 2027-01-03
    for: [Ali, Zara]
    windows:
      - {start: "23:00", end: "08:00", mode: bedtime}
      - {start: "12:00", end: "14:00", mode: free, open: [gaming], services: service:youtube}
  - label: Grandmother's visit
    on: 2026-12-25
    like: Saturday
  - label: Exams
    calendar: terms.ics
    events: ["exam*", "*test"]
    windows: []
  - label: Piano
    calendar: /srv/lessons.ics
    mode: homework
    services: gaming
)");
  REQUIRE(all.size() == 4);
  CHECK(all[0].label == "Winter holidays");
  CHECK(all[0].place.line == 4);
  CHECK(all[0].first_day == kDecember21);
  CHECK(all[0].last_day == kDecember21 + 13);
  REQUIRE(all[0].whom);
  CHECK(all[0].whom->size() == 2);
  CHECK((*all[0].whom)[1].key == "Zara");
  CHECK((*all[0].whom)[1].place.column == 16);
  REQUIRE(all[0].windows.size() == 2);
  CHECK(all[0].windows[0].start == 1380);
  CHECK(all[0].windows[0].end == 480);
  CHECK(all[0].windows[1].open[0].key == "gaming");
  CHECK(all[1].first_day == kDecember21 + 4);
  CHECK(all[1].last_day == all[1].first_day);
  CHECK(all[1].like == std::uint8_t{5});
  CHECK_FALSE(all[1].whom);
  CHECK(all[2].calendar == "home/terms.ics");
  CHECK(all[2].calendar_place.line == 15);
  CHECK(all[2].events == std::vector<std::string>{"exam*", "*test"});
  CHECK_FALSE(all[2].span_mode);
  CHECK(all[3].calendar == "/srv/lessons.ics");
  REQUIRE(all[3].span_mode);
  CHECK(all[3].span_mode->mode == Mode::homework);
  CHECK(all[3].span_mode->services[0].key == "gaming");
}

TEST_CASE("an exception without windows is free time, and the file may have no exceptions at all") {
  CHECK(exception_of("on: 2026-12-21").windows.empty());
  CHECK(exceptions_of("  - label: X\n    on: 2026-12-21\n    windows:\n")[0].windows.empty());
  CHECK(parse_household("zone: UTC\nexceptions:\n", "f.yaml")->exceptions.empty());
}

TEST_CASE("dates that can not be are refused where they stand") {
  CHECK(exception_said("on: 2026-02-30") == "f.yaml:3:20: '2026-02-30' is a day that does not exist");
  CHECK(contains(exception_said("on: 21.12.2026"), "'21.12.2026' is not a date; write it like 2026-11-21"));
  CHECK(contains(exception_said("on: 1999-12-21"), "is not a date"));
  CHECK(exception_said("from: 2027-01-03, to: 2026-12-21") ==
        "f.yaml:3:38: 'to' is before 'from'; an exception runs from its first day to its last");
  CHECK(contains(exception_said("from: 2027-01-01, to: 2032-01-03"), "an exception lasts five years at most"));
  CHECK(exception_of("from: 2027-01-01, to: 2031-12-31").last_day > 0);
  CHECK(contains(exception_said("from: 2027-01-01"), "an exception needs 'to'"));
  CHECK(contains(exception_said("to: 2027-01-01"), "an exception needs 'from'"));
  CHECK(contains(exception_said("like: sat"), "an exception needs dates: 'on', 'from' and 'to', or a 'calendar'"));
  CHECK(contains(exception_said("on: [2026-12-21]"), "a date such as 2026-12-21 belongs here, not a list"));
}

TEST_CASE("what can not stand together is refused at the second of the two") {
  CHECK(exception_said("on: 2026-12-21, like: sat, windows: []") ==
        "f.yaml:3:43: 'windows' can not stand beside 'like'; keep one of them");
  CHECK(contains(exception_said("on: 2026-12-21, from: 2026-12-21"), "'from' can not stand beside 'on'"));
  CHECK(contains(exception_said("calendar: t.ics, to: 2026-12-21"), "'to' can not stand beside 'calendar'"));
  CHECK(contains(exception_said("calendar: t.ics, mode: off, like: sun"), "'like' can not stand beside 'mode'"));
  CHECK(contains(exception_said("calendar: t.ics, mode: off, windows: []"), "'windows' can not stand beside 'mode'"));
  CHECK(contains(exception_said("on: 2026-12-21, mode: off"), "'mode' goes with 'calendar'; for dates write 'windows'"));
  CHECK(contains(exception_said("on: 2026-12-21, events: exam*"), "'events' goes with 'calendar'"));
  CHECK(contains(exception_said("calendar: t.ics, open: gaming"), "'open' goes with 'mode' here, or into a window"));
}

TEST_CASE("words that mean nothing here are refused with what would be right") {
  CHECK(household_said(in_a_household("  - on: 2026-12-21\n")) == "f.yaml:3:5: an exception needs 'label'");
  CHECK(contains(exception_said("on: 2026-12-21, like: holiday"), "'holiday' is not a day; write mon, tue"));
  CHECK(contains(exception_said("on: 2026-12-21, like: sat-sun"), "one day of the week belongs here, such as sat"));
  CHECK(contains(exception_said("on: 2026-12-21, windows: [{days: mon, start: 1:00, end: 2:00, mode: off}]"),
                 "unknown key 'days' in a window: the keys here are start, end, mode, services, open"));
  CHECK(contains(exception_said("on: 2026-12-21, windows: [{}]"), "a window needs 'start'"));
  CHECK(contains(exception_said("on: 2026-12-21, windows: [~]"), "a window needs keys with values"));
  CHECK(contains(exception_said("on: 2026-12-21, windows: {start: 1:00}"), "a list belongs here (a window on each line"));
  CHECK(contains(exception_said("on: 2026-12-21, for: []"), "this would be for nobody"));
  CHECK(contains(exception_said("calendar: t.ics, events: []"), "without a pattern no event fits"));
  CHECK(contains(exception_said("calendar: ''"), "the path of an iCalendar file, such as terms.ics belongs here, not nothing"));
  CHECK(contains(exception_said("calender: t.ics"), "unknown key 'calender' in an exception: did you mean 'calendar'?"));
}

TEST_CASE("exceptions without a zone are refused: nobody would know when their days begin") {
  CHECK(household_said("exceptions:\n  - {label: X, on: 2026-12-21}\n") ==
        "f.yaml:2:5: exceptions need 'zone' at the top of the file, such as Asia/Karachi");
}

TEST_CASE("a thousand exceptions are the most") {
  std::string text;
  for (int i = 0; i < 1001; ++i) text += "  - {label: X, on: 2026-12-21}\n";
  CHECK(contains(household_said(in_a_household(text)), "f.yaml:1003:5: 1,000 exceptions are the most"));
}

TEST_CASE("eight calendar files are the most, however often each is named") {
  std::string text;
  for (int i = 0; i < 24; ++i) text += "  - {label: X, calendar: " + std::to_string(i % 8) + ".ics}\n";
  CHECK(exceptions_of(text).size() == 24);
  CHECK(contains(household_said(in_a_household(text + "  - {label: X, calendar: 8.ics}\n")),
                 "f.yaml:27:26: 8 calendar files are the most"));
}

TEST_CASE("a pattern fits a whole name, whatever its case, and a star is anything") {
  CHECK(fits_pattern("Exam in maths", "exam*"));
  CHECK(fits_pattern("EXAM", "exam*"));
  CHECK(fits_pattern("Half term", "half term"));
  CHECK(fits_pattern("Last maths exam, room 7", "*exam*7"));
  CHECK(fits_pattern("", "*"));
  CHECK(fits_pattern("", ""));
  CHECK(fits_pattern("aab", "*ab"));
  CHECK_FALSE(fits_pattern("Maths exam", "exam*"));
  CHECK_FALSE(fits_pattern("Exams", "exam"));
  CHECK_FALSE(fits_pattern("exam", ""));
  CHECK(fits_pattern("\xd8\xa7\xd9\x85\xd8\xaa\xd8\xad\xd8\xa7\xd9\x86", "\xd8\xa7\xd9\x85*"));
  CHECK_FALSE(fits_pattern(std::string(200, 'a'), "*a*a*a*a*a*a*a*a*a*a*b"));  // and at once
}

TEST_CASE("every fault of a calendar has a sentence of its own") {
  std::vector<std::string> sentences;
  for (int fault = 0; fault <= static_cast<int>(kLastCalendarFault); ++fault)
    sentences.emplace_back(text_of(static_cast<CalendarFault>(fault)).view());
  std::sort(sentences.begin(), sentences.end());
  CHECK(std::adjacent_find(sentences.begin(), sentences.end()) == sentences.end());
}
