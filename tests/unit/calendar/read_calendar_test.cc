// SPDX-License-Identifier: Apache-2.0
// Whole calendars: three as programs export them (tests/fixtures/calendars), and whatever else a file may say.
#include "calendar/read_calendar.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <fstream>
#include <iterator>

#include "tests/support/project_folder.h"

using namespace darban;
using namespace std::chrono;

namespace {

const IcalValues& library() {
  static const auto loaded = [] {
    auto values = IcalValues::load();
    REQUIRE_MESSAGE(values, "these tests need libical (Debian: libical3)");
    return std::move(*values);
  }();
  return loaded;
}

std::string fixture(const std::string& name) {
  std::ifstream file(test::project_folder() / "tests/fixtures/calendars" / name, std::ios::binary);
  REQUIRE(file);
  return {std::istreambuf_iterator<char>(file), {}};
}

WallTime utc(int y, int m, int d, int h = 0, int min = 0) { return sys_days{year{y} / m / d} + hours(h) + minutes(min); }

// What is in the calendar from November 2026 to the end of 2029, by the household's clock in `zone`.
Result<Calendar, IcsFault> read(std::string_view text, std::string_view zone = "Asia/Karachi", WallTime from = utc(2026, 11, 1),
                                WallTime to = utc(2029, 12, 31)) {
  const Zone household = *Zone::from_text(zone);
  return read_calendar(text, {household, from, to}, library());
}

std::string two(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }
std::string date_text(sys_days day) {
  const year_month_day date(day);
  return std::to_string(static_cast<int>(date.year())) + "-" + two(unsigned{date.month()}) + "-" + two(unsigned{date.day()});
}
std::string time_text(std::int64_t unix_seconds) {
  const WallTime time{Seconds(unix_seconds)};
  const auto day = floor<days>(time);
  const auto minute = floor<minutes>(time - day).count();
  return date_text(day) + "T" + two(static_cast<unsigned>(minute / 60)) + ":" + two(static_cast<unsigned>(minute % 60));
}

// "Half term 2027-02-15..2027-02-19" with its last day, "Judo 2026-12-15T17:00/75" in UTC and minutes; "5! fault" with its line.
std::string text_of(const Calendar& calendar) {
  std::string text;
  for (const CalendarEvent& event : calendar.events) {
    if (!text.empty()) text += "\n";
    if (event.fault != CalendarFault::none) text += std::to_string(event.line) + "! ";
    text += event.summary;
    for (const CalendarSpan& span : event.spans) {
      if (event.all_day)
        text += " " + date_text(sys_days(days(span.begin))) + ".." + date_text(sys_days(days(span.end - 1)));
      else
        text += " " + time_text(span.begin) + "/" + std::to_string((span.end - span.begin) / 60);
    }
  }
  return text;
}

std::string calendar(std::string_view inside) { return "BEGIN:VCALENDAR\n" + std::string(inside) + "END:VCALENDAR\n"; }
// The lines of the first event begin in line 3.
std::string with_event(std::string_view lines) {
  return calendar("BEGIN:VEVENT\n" + std::string(lines) + "SUMMARY:X\nUID:1\nEND:VEVENT\n");
}
std::string event_text(std::string_view lines, std::string_view zone = "Asia/Karachi") {
  const auto found = read(with_event(lines), zone);
  REQUIRE(found);
  return text_of(*found);
}
// The one event's fault and its line.
IcsFault fault_in(std::string_view text) {
  const auto found = read(text);
  REQUIRE(found);
  REQUIRE(found->events.size() == 1);
  CHECK(found->events[0].spans.empty());
  return {found->events[0].fault, found->events[0].line};
}
IcsFault event_fault(std::string_view lines) { return fault_in(with_event(lines)); }
IcsFault file_fault(std::string_view text) {
  const auto found = read(text);
  REQUIRE_FALSE(found);
  return {found.error().fault, found.error().line};
}

}  // namespace

TEST_CASE("a calendar as Google exports it") {
  const auto found = read(fixture("google.ics"), "Asia/Karachi", utc(2026, 11, 1), utc(2027, 1, 10));
  REQUIRE(found);
  CHECK(text_of(*found) ==
        "Winter holidays 2026-12-21..2027-01-03\n"
        "Piano lesson 2026-11-30T11:00/60 2026-12-09T11:00/60 2026-12-14T11:00/60 2026-12-16T11:00/60 2026-12-21T11:00/60"
        " 2027-01-04T11:00/60 2027-01-06T11:00/60\n"
        "Piano lesson (moved) 2026-12-03T12:00/60\n"
        "Exam: Maths 2026-12-10T05:00/120");
  CHECK(found->events[0].line == 19);
  const auto until = read(fixture("google.ics"), "Asia/Karachi", utc(2027, 1, 20), utc(2027, 3, 1));
  CHECK(text_of(*until) == "Piano lesson 2027-01-20T11:00/60 2027-01-25T11:00/60 2027-01-27T11:00/60");
}

TEST_CASE("a calendar as Outlook exports it, with a zone that only the file knows") {
  const auto found = read(fixture("outlook.ics"), "Europe/London");
  REQUIRE(found);
  CHECK(text_of(*found) ==
        "Half term 2027-02-15..2027-02-19\n"
        "Mock exams 2027-03-22T09:00/120 2027-03-23T09:00/120 2027-03-24T09:00/120 2027-03-25T09:00/120 2027-03-26T09:00/120"
        " 2027-03-27T09:00/120 2027-03-28T08:00/120 2027-03-29T08:00/120 2027-03-30T08:00/120 2027-03-31T08:00/120\n"
        "Parents' evening 2026-11-05T19:00/90 2026-12-03T19:00/90 2027-01-07T19:00/90 2027-02-04T19:00/90 2027-03-04T19:00/90");
}

TEST_CASE("a calendar as Apple exports it, with a birthday since 1604 and a time without a zone") {
  const auto found = read(fixture("apple.ics"), "Europe/Berlin", utc(2026, 11, 1), utc(2028, 1, 1));
  REQUIRE(found);
  REQUIRE(found->events.size() == 3);
  CHECK(found->events[0].summary == "Zara\xe2\x80\x99s birthday");
  CHECK(found->events[0].spans == std::vector<CalendarSpan>{{20877, 20878}});  // 2027-02-28
  CHECK(found->events[1].summary == "Judo");
  CHECK(time_text(found->events[1].spans[0].begin) == "2026-11-03T17:00");
  CHECK(time_text(found->events[1].spans[1].begin) == "2026-11-17T17:00");
  CHECK(time_text(found->events[1].spans[2].begin) == "2026-12-15T17:00");  // not on the 1st
  CHECK(time_text(found->events[1].spans[12].begin) == "2027-05-04T16:00");
  CHECK(text_of({"", {found->events[2]}}) == "Christmas Eve 2026-12-24T13:00/480 2027-12-24T13:00/480");
}

TEST_CASE("days, times, lengths and ends as they may be written") {
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\n") == "X 2026-12-21..2026-12-21");
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\nDTEND;VALUE=DATE:20261221\n") == "X 2026-12-21..2026-12-21");
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\nDURATION:P1W\n") == "X 2026-12-21..2026-12-27");
  CHECK(event_text("DTSTART:20261221T100000\n") == "X 2026-12-21T05:00/0");
  CHECK(event_text("DTSTART:20261221T100000Z\nDURATION:PT45M\n") == "X 2026-12-21T10:00/45");
  CHECK(event_text("DTSTART;TZID=America/New_York:20261221T100000\nDTEND;TZID=Asia/Karachi:20261221T210000\n") ==
        "X 2026-12-21T15:00/60");
  CHECK(event_text("DTSTART;TZID=/freeassociation.sourceforge.net/Europe/London:20270621T100000\n") == "X 2027-06-21T09:00/0");
  CHECK(event_text("dtstart;value=date:20261221\n") == "X 2026-12-21..2026-12-21");
}

TEST_CASE("what is wrong with an event is told with line and column") {
  const auto place = [](std::string_view lines) {
    const auto found = read(with_event(lines));
    REQUIRE(found);
    return std::pair(found->events.at(0).line, found->events.at(0).column);
  };
  CHECK(place("DTSTART:20261221T100000Z\nRRULE:FREQ=SECONDLY\n") == std::pair(4, 7));
  CHECK(place("DTSTART;TZID=Mars/Olympus:20261221T100000\n") == std::pair(3, 27));
  CHECK(place("DTSTART:20261221T100000Z\nDTEND;TZID=Mars/Olympus:20261221T100000\n") == std::pair(4, 25));
  CHECK(place("DTSTART:20261221T100000Z\nDTEND:20261221T090000Z\n") == std::pair(2, 1));
}

TEST_CASE("a start that the clock skips comes with the jump") {
  CHECK(event_text("DTSTART:20270328T013000\nDTEND:20270328T030000\n", "Europe/London") == "X 2027-03-28T01:00/60");
}

TEST_CASE("more dates, fewer dates, other dates") {
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\nRDATE;VALUE=DATE:20261224,20261226\n") ==
        "X 2026-12-21..2026-12-21 2026-12-24..2026-12-24 2026-12-26..2026-12-26");
  CHECK(event_text("DTSTART:20261221T100000Z\nRDATE;VALUE=PERIOD:20261222T100000Z/PT2H,20261223T100000Z/20261223T103000Z\n") ==
        "X 2026-12-21T10:00/0 2026-12-22T10:00/120 2026-12-23T10:00/30");
  CHECK(event_text("DTSTART:20261221T100000Z\nRRULE:FREQ=DAILY;COUNT=4\nEXDATE:20261222T100000Z\nEXDATE;VALUE=DATE:20261224\n") ==
        "X 2026-12-21T10:00/0 2026-12-23T10:00/0");
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\nRRULE:FREQ=DAILY;COUNT=3\nEXDATE:20261222T000000\n") ==
        "X 2026-12-21..2026-12-21 2026-12-23..2026-12-23");
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\nRRULE:FREQ=DAILY;COUNT=2\nRDATE;VALUE=DATE:20261222\n") ==
        "X 2026-12-21..2026-12-21 2026-12-22..2026-12-22");
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\nEXDATE;VALUE=DATE:20261221\n").empty());
}

TEST_CASE("an occurrence that another event replaces is that event's, the latest change counts, a cancelled one is gone") {
  const auto changes = [](std::string_view more) {
    return calendar("BEGIN:VEVENT\nUID:1\nSUMMARY:A\nDTSTART:20261221T100000Z\nRRULE:FREQ=DAILY;COUNT=3\nEND:VEVENT\n" +
                    std::string(more));
  };
  const std::string moved =
      "BEGIN:VEVENT\nUID:1\nSUMMARY:B\nSEQUENCE:2\nRECURRENCE-ID:20261222T100000Z\nDTSTART:20261225T100000Z\nEND:VEVENT\n";
  const std::string before =
      "BEGIN:VEVENT\nUID:1\nSUMMARY:C\nSEQUENCE:1\nRECURRENCE-ID:20261222T100000Z\nDTSTART:20261226T100000Z\nEND:VEVENT\n";
  const std::string gone =
      "BEGIN:VEVENT\nUID:1\nSUMMARY:D\nSTATUS:CANCELLED\nRECURRENCE-ID;VALUE=DATE:20261223\nDTSTART:20261223T100000Z\nEND:"
      "VEVENT\n";
  const std::string others =
      "BEGIN:VEVENT\nUID:2\nSUMMARY:E\nRECURRENCE-ID:20261221T100000Z\nDTSTART:20261227T100000Z\nEND:VEVENT\n";
  CHECK(text_of(*read(changes(moved + before))) == "A 2026-12-21T10:00/0 2026-12-23T10:00/0\nB 2026-12-25T10:00/0");
  CHECK(text_of(*read(changes(before + moved))) == "A 2026-12-21T10:00/0 2026-12-23T10:00/0\nB 2026-12-25T10:00/0");
  CHECK(text_of(*read(changes(gone))) == "A 2026-12-21T10:00/0 2026-12-22T10:00/0");
  CHECK(text_of(*read(changes(others))) == "A 2026-12-21T10:00/0 2026-12-22T10:00/0 2026-12-23T10:00/0\nE 2026-12-27T10:00/0");
  const std::string cancelled = "BEGIN:VEVENT\nUID:1\nSTATUS:CANCELLED\nDTSTART:20261221T100000Z\nEND:VEVENT\n";
  CHECK(read(calendar(cancelled + moved))->events.empty());
}

TEST_CASE("only what lies in the asked time comes back, with what reaches into it") {
  const std::string text = with_event("DTSTART:20261130T230000Z\nDTEND:20261201T010000Z\nRRULE:FREQ=WEEKLY\n");
  CHECK(text_of(*read(text, "UTC", utc(2026, 12, 1), utc(2026, 12, 8))) == "X 2026-11-30T23:00/120 2026-12-07T23:00/120");
  CHECK(text_of(*read(text, "UTC", utc(2026, 12, 1, 1), utc(2026, 12, 7, 23))).empty());
  const std::string days = with_event("DTSTART;VALUE=DATE:20261120\nDTEND;VALUE=DATE:20261202\n");
  CHECK(text_of(*read(days, "Asia/Karachi", utc(2026, 11, 30, 20), utc(2026, 12, 8))) == "X 2026-11-20..2026-12-01");
  CHECK(text_of(*read(days, "Asia/Karachi", utc(2026, 12, 1, 19), utc(2026, 12, 8))).empty());  // midnight in Karachi
}

TEST_CASE("what is wrong with an event is told with its line, and the others are none the worse") {
  CHECK(event_fault("") == IcsFault{CalendarFault::no_start, 2});
  CHECK(event_fault("DTSTART:20261221T100000Z\nDTSTART:20261222T100000Z\n") == IcsFault{CalendarFault::no_start, 4});
  CHECK(event_fault("DTSTART:tomorrow\n") == IcsFault{CalendarFault::bad_time, 3});
  CHECK(event_fault("DTSTART;VALUE=DATE:20260230\n") == IcsFault{CalendarFault::bad_time, 3});
  CHECK(event_fault("DTSTART:20261221T250000Z\n") == IcsFault{CalendarFault::bad_time, 3});
  CHECK(event_fault("DTSTART:10001221T100000Z\n") == IcsFault{CalendarFault::bad_time, 3});
  CHECK(event_fault("DTSTART:20261221T100000Z\nDTEND:20261221T090000Z\n") == IcsFault{CalendarFault::ends_before_it_starts, 2});
  CHECK(event_fault("DTSTART;VALUE=DATE:20261221\nDTEND;VALUE=DATE:20260101\n") ==
        IcsFault{CalendarFault::ends_before_it_starts, 2});
  CHECK(event_fault("DTSTART:20261221T100000Z\nDURATION:-PT5M\n") == IcsFault{CalendarFault::bad_time, 4});
  CHECK(event_fault("DTSTART;VALUE=DATE:20261221\nDTEND;VALUE=DATE:20400101\n") == IcsFault{CalendarFault::too_long, 2});
  CHECK(event_fault("DTSTART:20261221T100000Z\nRDATE:soon\n") == IcsFault{CalendarFault::bad_time, 4});
  CHECK(event_fault("DTSTART:20261221T100000Z\nRDATE;VALUE=PERIOD:20261221T100000Z/20251221T100000Z\n") ==
        IcsFault{CalendarFault::ends_before_it_starts, 2});
  CHECK(event_fault("DTSTART;TZID=Mars/Olympus:20261221T100000\n") == IcsFault{CalendarFault::unknown_zone, 3});
  CHECK(event_fault("DTSTART;TZID=UTC+3:20261221T100000\n") == IcsFault{CalendarFault::unknown_zone, 3});
  CHECK(event_fault("DTSTART:20261221T100000Z\nRECURRENCE-ID;RANGE=THISANDFUTURE:20261221T100000Z\n") ==
        IcsFault{CalendarFault::this_and_future, 4});
  const auto two =
      read(calendar("BEGIN:VEVENT\nSUMMARY:Bad\nEND:VEVENT\nBEGIN:VEVENT\nSUMMARY:Good\nDTSTART:20261221T100000Z\nEND:VEVENT\n"));
  CHECK(text_of(*two) == "2! Bad\nGood 2026-12-21T10:00/0");
}

TEST_CASE("a description of a time zone that makes no sense is the fault of what uses it, with its own line") {
  const auto zone = [](std::string_view inside) {
    return calendar("BEGIN:VTIMEZONE\nTZID:Here\n" + std::string(inside) +
                    "END:VTIMEZONE\nBEGIN:VEVENT\nSUMMARY:X\nDTSTART;TZID=Here:20270701T100000\nEND:VEVENT\n");
  };
  const std::string winter = "BEGIN:STANDARD\nDTSTART:20001029T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+0100\n";
  CHECK(text_of(*read(zone(winter + "END:STANDARD\n"))) == "X 2027-07-01T09:00/0");
  const std::string summer =
      "BEGIN:DAYLIGHT\nDTSTART:20000326T020000\nTZOFFSETFROM:+0100\nTZOFFSETTO:+0200\nRRULE:FREQ=YEARLY;BYMONTH=3;BYDAY=-1SU";
  CHECK(text_of(*read(zone(winter + "RRULE:FREQ=YEARLY;BYMONTH=10;BYDAY=-1SU\nEND:STANDARD\n" + summer + "\nEND:DAYLIGHT\n"))) ==
        "X 2027-07-01T08:00/0");
  CHECK(text_of(*read(zone(winter + "RDATE:20270601T030000\nEND:STANDARD\n" + summer +
                           ";UNTIL=20200330T010000Z\nEND:DAYLIGHT\n"))) == "X 2027-07-01T09:00/0");
  for (const char* inside : {"", "BEGIN:STANDARD\nEND:STANDARD\n",
                             "BEGIN:STANDARD\nDTSTART:20001029T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:+9900\nEND:STANDARD\n",
                             "BEGIN:STANDARD\nDTSTART:20001029T030000\nTZOFFSETFROM:+0200\nTZOFFSETTO:east\nEND:STANDARD\n"})
    CHECK(fault_in(zone(inside)) == IcsFault{CalendarFault::bad_zone, 2});
  for (const char* rule : {"FREQ=DAILY", "FREQ=SECONDLY", "FREQ=YEARLY;BYHOUR=1,2,3"})
    CHECK(fault_in(zone(winter + "RRULE:" + rule + "\nEND:STANDARD\n")) == IcsFault{CalendarFault::bad_zone, 2});
}

TEST_CASE("rules that are not understood, or finer than a day, are refused with their line") {
  const auto rule_fault = [](const std::string& rule) { return event_fault("DTSTART:20261221T100000Z\nRRULE:" + rule + "\n"); };
  for (const char* rule : {"FREQ=SECONDLY", "FREQ=MINUTELY;COUNT=3", "FREQ=HOURLY;INTERVAL=24", "FREQ=DAILY;BYHOUR=10,11",
                           "FREQ=DAILY;BYMINUTE=0", "FREQ=YEARLY;BYSECOND=1"})
    CHECK(rule_fault(rule) == IcsFault{CalendarFault::rule_too_fine, 4});
  for (const char* rule : {"FREQ=FORTNIGHTLY", "COUNT=3", "FREQ=DAILY;COUNT=3;UNTIL=20270101T000000Z", "FREQ=DAILY;BYMONTHDAY=99",
                           "FREQ=DAILY;INTERVAL=-1", "FREQ=DAILY;FOO=1", "", "FREQ=WEEKLY;BYDAY=2MO", "FREQ=DAILY;BYWEEKNO=2",
                           "FREQ=DAILY;COUNT=-5", "FREQ=DAILY;INTERVAL=0"})
    CHECK(rule_fault(rule) == IcsFault{CalendarFault::bad_rule, 4});
  CHECK(rule_fault("FREQ=YEARLY;RSCALE=HEBREW") == IcsFault{CalendarFault::rule_of_another_calendar, 4});
  CHECK(event_fault("DTSTART:20261221T100000Z\nRRULE:FREQ=DAILY\nRRULE:FREQ=WEEKLY\n") == IcsFault{CalendarFault::bad_rule, 5});
  CHECK(event_fault("DTSTART:20261221T100000Z\nRRULE:FREQ=DAILY\nEXRULE:FREQ=WEEKLY\n") == IcsFault{CalendarFault::bad_rule, 5});
}

TEST_CASE("hostile rules give a bounded result or a fault with a line, and soon") {
  const auto begun = steady_clock::now();
  CHECK(read(with_event("DTSTART:20261221T100000Z\nRRULE:FREQ=DAILY;COUNT=1000000000\n"))->events[0].spans.size() == 1106);
  CHECK(read(with_event("DTSTART:20261221T100000Z\nRRULE:FREQ=DAILY;UNTIL=99991231T000000Z\n"))->events[0].fault ==
        CalendarFault::bad_time);
  CHECK(event_text("DTSTART:20261221T100000Z\nRRULE:FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=30\n") == "X 2026-12-21T10:00/0");
  CHECK(event_text("DTSTART:20261221T100000Z\nRRULE:FREQ=MONTHLY;BYDAY=5MO;BYSETPOS=9\n") == "X 2026-12-21T10:00/0");

  std::string everything = "BYDAY=MO,TU,WE,TH,FR,SA,SU;BYMONTH=1,2,3,4,5,6,7,8,9,10,11,12;BYMONTHDAY=1";
  for (int i = 2; i <= 31; ++i) everything += "," + std::to_string(i);
  everything += ";BYYEARDAY=1";
  for (int i = 2; i <= 366; ++i) everything += "," + std::to_string(i);
  everything += ";BYSETPOS=1";
  for (int i = 2; i <= 366; ++i) everything += "," + std::to_string(i);
  CHECK(read(with_event("DTSTART:20261221T100000Z\nRRULE:FREQ=YEARLY;" + everything + "\n"))->events[0].spans.size() == 1106);

  std::string many;
  for (int i = 0; i < 4000; ++i)
    many += "BEGIN:VEVENT\nDTSTART:15830101T100000Z\nRRULE:FREQ=DAILY;COUNT=1000000000;BYMONTH=2;BYMONTHDAY=30\nEND:VEVENT\n";
  CHECK(file_fault(calendar(many)) == IcsFault{CalendarFault::too_much_work, 246});

  many.clear();
  for (int i = 0; i < 30; ++i) many += "BEGIN:VEVENT\nDTSTART:20261221T100000Z\nRRULE:FREQ=DAILY\nEND:VEVENT\n";
  CHECK(file_fault(calendar(many)) == IcsFault{CalendarFault::too_many_occurrences, 74});

  std::string dates = "RDATE:20261221T100000Z";
  for (int i = 0; i < 60000 && dates.size() < 65000; ++i) dates += ",20261221T1000" + std::to_string(10 + i % 50) + "Z";
  std::string lines = "DTSTART:20261221T100000Z\n";
  for (int i = 0; i < 7; ++i) lines += dates + "\nEX" + dates.substr(1) + "\n";
  CHECK(read(with_event(lines)));
  CHECK(steady_clock::now() - begun < seconds(20));  // all together, under a sanitizer on a busy machine
}

TEST_CASE("what is wrong with the whole file is told before any event") {
  CHECK(file_fault("<html>") == IcsFault{CalendarFault::no_calendar, 1});
  CHECK(file_fault("BEGIN:VCALENDAR\nBEGIN:VEVENT\n") == IcsFault{CalendarFault::cut_off, 2});
  CHECK(read("BEGIN:VCALENDAR\nEND:VCALENDAR\n")->events.empty());
}

TEST_CASE("a summary is shown as it is meant, without what a terminal would obey") {
  CHECK(event_text("DTSTART;VALUE=DATE:20261221\nSUMMARY:a\\, b\\; c\\nd\x1b[31m\n").starts_with("X"));  // the last one counts
  const auto found = read(calendar("BEGIN:VEVENT\nDTSTART;VALUE=DATE:20261221\nSUMMARY:a\\, b\\; c\\nd\x1b[31m\nEND:VEVENT\n"));
  CHECK(found->events[0].summary == "a, b; c d [31m");
}
