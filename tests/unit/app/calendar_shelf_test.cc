// SPDX-License-Identifier: Apache-2.0
// Which calendar a household gets. Files are read by the real reader, in this process: the process of its own is tested by
// tests/integration/test_calendar.py.
#include "app/calendar_shelf.h"

#include <doctest/doctest.h>

#include "app/small_file.h"
#include "calendar/read_calendar.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

constexpr WallTime kToday{Seconds(1795240000)};  // 2026-11-21
using std::chrono::days;
using std::chrono::hours;
using std::chrono::minutes;

std::string calendar(std::string_view day, std::string_view more = "") {
  return "BEGIN:VCALENDAR\nBEGIN:VEVENT\nSUMMARY:Exam\nDTSTART;VALUE=DATE:" + std::string(day) + "\n" + std::string(more) +
         "END:VEVENT\nEND:VCALENDAR\n";
}

class Home {
 public:
  Home() { add("terms.ics"); }
  void write(std::string_view text) { folder_.write("terms.ics", text); }
  void remove() { std::filesystem::remove(folder_.file("terms.ics")); }
  std::string file(const std::string& name) const { return folder_.file(name); }
  WrittenException& add(const std::string& name) {
    household.exceptions.emplace_back();
    household.exceptions.back().calendar = folder_.file(name);
    household.exceptions.back().calendar_written = name;
    household.exceptions.back().calendar_place = {7, 15};
    return household.exceptions.back();
  }
  std::optional<ConfigError> fill(WallTime now = kToday, CalendarShelf::Unreadable first = CalendarShelf::Unreadable::refuse) {
    household.file = folder_.file("household.yaml");
    return shelf.fill(household, now, first);
  }
  std::size_t events() const { return household.calendars.at(0).events.size(); }
  // The day of the only occurrence.
  std::int64_t day() const { return household.calendars.at(0).events.at(0).spans.at(0).begin; }

  Household household;
  int reads = 0;
  CalendarShelf shelf{"", [this](const CalendarOrder& order) -> Result<Calendar, IcsFault> {
                        ++reads;
                        const auto text = read_small_file(order.path);
                        if (!text) return IcsFault{CalendarFault::unreadable, 0};
                        static const auto values = IcalValues::load();
                        REQUIRE(values);
                        const auto zone = Zone::from_text(order.zone);
                        REQUIRE(zone);
                        return read_calendar(*text, {*zone, order.from, order.to}, *values);
                      }};

 private:
  TempFolder folder_;
};

TEST_CASE("a calendar is read beside the household, from last month to three years ahead, once") {
  Home home;
  home.write(calendar("20261023"));
  CHECK_FALSE(home.fill());
  CHECK(home.events() == 1);
  CHECK(home.household.calendars[0].file == home.file("terms.ics"));
  CHECK(home.shelf.files() == std::vector<std::string>{home.file("terms.ics")});
  CHECK_FALSE(home.fill());
  CHECK(home.reads == 1);
  home.write(calendar("20261015"));
  CHECK_FALSE(home.fill());
  CHECK(home.events() == 0);
  home.write(calendar("20291120"));
  CHECK_FALSE(home.fill());
  CHECK(home.events() == 1);
}

TEST_CASE("a file that changed is read again, and so is any after a day or a jump of the clock") {
  Home home;
  home.write(calendar("20261224"));
  CHECK_FALSE(home.fill());
  const auto before = home.day();
  home.write(calendar("20261226"));
  CHECK_FALSE(home.fill());
  CHECK(home.day() == before + 2);
  CHECK(home.reads == 2);
  CHECK_FALSE(home.shelf.is_stale(kToday + hours(23)));
  CHECK(home.shelf.is_stale(kToday + days(1)));
  CHECK(home.shelf.is_stale(kToday - days(1)));
  CHECK_FALSE(home.fill(kToday + days(1)));
  CHECK(home.reads == 3);
  CHECK_FALSE(home.shelf.is_stale(kToday + days(1)));
}

TEST_CASE("a calendar that the machine had no time to read is tried again after ten minutes, one that is broken after a day") {
  Home home;
  for (const auto& [fault, again] :
       {std::pair(CalendarFault::took_too_long, days(0)), std::pair(CalendarFault::cut_off, days(1))}) {
    CalendarShelf shelf("", [fault = fault](const CalendarOrder&) -> Result<Calendar, IcsFault> { return IcsFault{fault, 0}; });
    CHECK_FALSE(shelf.fill(home.household, kToday, CalendarShelf::Unreadable::go_without));
    CHECK_FALSE(shelf.is_stale(kToday + minutes(9)));
    CHECK(shelf.is_stale(kToday + minutes(10)) == (again == days(0)));
    CHECK(shelf.is_stale(kToday + days(1)));
  }
}

TEST_CASE("a clock that was never set reads about the build date, and again once it is set") {
  Home home;
  home.write(calendar("20261224"));
  CHECK_FALSE(home.fill(WallTime(Seconds(100))));
  CHECK(home.events() == 1);
  CHECK_FALSE(home.shelf.is_stale(WallTime(Seconds(200000))));
  CHECK(home.shelf.is_stale(kToday));
}

TEST_CASE("a calendar that can not be read refuses the household that names it first, with the place where it can be mended") {
  Home home;
  const auto missing = home.fill();
  REQUIRE(missing);
  CHECK(missing->file == home.file("household.yaml"));
  CHECK(missing->place.line == 7);
  CHECK(missing->place.column == 15);
  CHECK(missing->what == "'terms.ics': the file can not be read: it is not there, or this user may not");
  CHECK(home.shelf.files() == std::vector<std::string>{home.file("terms.ics")});  // it may still come
  home.write("BEGIN:VCALENDAR\nBEGIN:VEVENT\n");
  const auto cut = home.fill();
  REQUIRE(cut);
  CHECK(cut->file == home.file("terms.ics"));
  CHECK(cut->place.line == 2);
  home.write(calendar("20261224", "RRULE:FREQ=SECONDLY\n"));
  const auto hostile = home.fill();
  REQUIRE(hostile);
  CHECK(hostile->place.line == 5);
  CHECK(hostile->place.column == 7);
  CHECK(hostile->what.ends_with("are not taken up"));  // and not whose: it goes into the log
}

TEST_CASE("an event that no exception takes up may be as wrong as it likes") {
  Home home;
  home.household.exceptions[0].events = {"test*"};
  home.write(calendar("20261224", "RRULE:FREQ=SECONDLY\n"));
  CHECK_FALSE(home.fill());
  CHECK(home.shelf.problems().empty());
  home.add("terms.ics").events = {"exam*"};
  CHECK_FALSE(home.fill());  // it was read before: the rest of the household is taken up, and the problem is told
  REQUIRE(home.shelf.problems().size() == 1);
  CHECK(home.shelf.problems()[0].place.line == 5);
}

TEST_CASE("a calendar that broke keeps what it said before, and says so until it is mended") {
  Home home;
  home.write(calendar("20261224"));
  CHECK_FALSE(home.fill());
  const auto before = home.day();
  for (const char* broken : {"", "<html>", "BEGIN:VCALENDAR\nBEGIN:VEVENT\n"}) {
    home.write(broken);
    CHECK_FALSE(home.fill());
    CHECK(home.day() == before);
    CHECK(home.shelf.problems().size() == 1);
  }
  home.remove();
  CHECK_FALSE(home.fill());
  CHECK(home.day() == before);
  CHECK(home.shelf.problems().size() == 1);
  home.write(calendar("20261226"));
  CHECK_FALSE(home.fill());
  CHECK(home.day() == before + 2);
  CHECK(home.shelf.problems().empty());
}

TEST_CASE("at the start of the daemon a calendar may be missing, and comes in when it is there") {
  Home home;
  CHECK_FALSE(home.fill(kToday, CalendarShelf::Unreadable::go_without));
  CHECK(home.events() == 0);
  CHECK(home.shelf.problems().size() == 1);
  CHECK_FALSE(home.fill());  // and no later change of lists or rules is refused because of it
  CHECK(home.shelf.problems().size() == 1);
  home.write(calendar("20261224"));
  CHECK_FALSE(home.fill());
  CHECK(home.events() == 1);
  CHECK(home.shelf.problems().empty());
}

TEST_CASE("another zone reads floating times anew, and a household without calendars forgets them") {
  Home home;
  home.write("BEGIN:VCALENDAR\nBEGIN:VEVENT\nDTSTART:20261224T100000\nEND:VEVENT\nEND:VCALENDAR\n");
  home.household.zone = "Asia/Karachi";
  CHECK_FALSE(home.fill());
  const auto in_karachi = home.day();
  home.household.zone = "UTC";
  CHECK_FALSE(home.fill());
  CHECK(home.day() == in_karachi + 5 * 3600);
  home.household.exceptions.clear();
  CHECK_FALSE(home.fill());
  CHECK(home.household.calendars.empty());
  CHECK(home.shelf.files().empty());
  CHECK_FALSE(home.shelf.is_stale(kToday + days(100)));
}

TEST_CASE("two exceptions of one calendar read it once") {
  Home home;
  home.add("terms.ics");
  home.write(calendar("20261224"));
  CHECK_FALSE(home.fill());
  CHECK(home.reads == 1);
  CHECK(home.household.calendars.size() == 1);
}

}  // namespace
}  // namespace darban
