// SPDX-License-Identifier: Apache-2.0
// From the household's exceptions to what holds for one person at one moment.
#include <algorithm>

#include "policy/exception_days.h"
#include "policy/window_notes.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;
using namespace std::chrono;

namespace {

std::int32_t november(int day) {
  return static_cast<std::int32_t>(sys_days{year{2026} / November / day}.time_since_epoch().count());
}

WrittenException exception(int first, int last, std::vector<Window> windows = {}) {
  WrittenException made;
  made.label = "Holidays";
  made.first_day = november(first);
  made.last_day = november(last);
  made.windows = std::move(windows);
  made.place = {50, 5};
  return made;
}

WrittenException by_calendar(std::vector<std::string> events = {}) {
  WrittenException made;
  made.label = "Exams";
  made.calendar = "terms.ics";
  made.calendar_place = {60, 15};
  made.events = std::move(events);
  return made;
}

CalendarEvent all_day(std::string summary, int first, int last) {
  return {1, true, CalendarFault::none, std::move(summary), {{november(first), november(last) + 1}}};
}
CalendarEvent timed(std::string summary, WallTime begin, WallTime end) {
  return {
      1, false, CalendarFault::none, std::move(summary), {{begin.time_since_epoch().count(), end.time_since_epoch().count()}}};
}

// Ali is in bed from 21 to 7 every day, and from 22 to 8 what starts on a Saturday; Sara has no timetable. 2026-11-23 is a
// Monday.
Household with(std::vector<WrittenException> exceptions, std::vector<CalendarEvent> events = {}) {
  Household household = family();
  constexpr std::uint8_t kNotSaturday = 0b1011111;
  household.people[0].profile.timetable = {window(kNotSaturday, 21, 7, Mode::bedtime), window(1 << 5, 22, 8, Mode::bedtime)};
  household.exceptions = std::move(exceptions);
  if (!events.empty()) household.calendars.push_back({"terms.ics", std::move(events)});
  return household;
}

ModeAt mode(const Policy& policy, std::string_view who, const Now& now) {
  return policy.mode_at(policy.profile_of_person(who).value_or(kGuest), now);
}
std::string_view label(const Policy& policy, std::string_view who, const Now& now) {
  return policy.exception_at(policy.profile_of_person(who).value_or(kGuest), now);
}
bool noted(const Policy& policy, std::string_view part) {
  return std::any_of(policy.notes().begin(), policy.notes().end(),
                     [&](const ConfigError& note) { return note.what.find(part) != std::string::npos; });
}

}  // namespace

TEST_CASE("in the holidays bedtime is later, the night before is as ever, and the last night runs into the first school day") {
  const auto policy = built(with({exception(24, 25, {window(0, 23, 9, Mode::bedtime)})}));
  CHECK(mode(*policy, "Ali", karachi(24, 6)).mode == Mode::bedtime);
  CHECK(mode(*policy, "Ali", karachi(24, 6)).until == karachi(24, 7).wall);
  CHECK(mode(*policy, "Ali", karachi(24, 22)).mode == Mode::free);
  CHECK(mode(*policy, "Ali", karachi(25, 23, 30)).until == karachi(26, 9).wall);
  CHECK(mode(*policy, "Ali", karachi(26, 21)).mode == Mode::bedtime);
}

TEST_CASE("an exception without windows is free time, and says why") {
  const auto policy = built(with({exception(24, 24)}));
  CHECK(mode(*policy, "Ali", karachi(24, 22)).mode == Mode::free);
  CHECK(mode(*policy, "Ali", karachi(24, 22)).until == karachi(25, 21).wall);
  CHECK(label(*policy, "Ali", karachi(24, 22)) == "Holidays");
  CHECK(label(*policy, "Ali", karachi(24, 6)).empty());
  CHECK(label(*policy, "Ali", karachi(25, 22)).empty());
  CHECK(label(*policy, "Sara", karachi(24, 22)).empty());
  Now lost = karachi(24, 22);
  lost.wall_trusted = false;
  CHECK(label(*policy, "Ali", lost).empty());
}

TEST_CASE("a day like another takes that weekday's windows of each person") {
  auto like_saturday = exception(25, 25);
  like_saturday.like = std::uint8_t{5};
  const auto policy = built(with({like_saturday}));
  CHECK(mode(*policy, "Ali", karachi(25, 21, 30)).mode == Mode::free);
  CHECK(mode(*policy, "Ali", karachi(25, 22)).mode == Mode::bedtime);
  CHECK(label(*policy, "Ali", karachi(25, 22)) == "Holidays");
  CHECK(mode(*policy, "Ali", karachi(25, 22)).until == karachi(26, 8).wall);
}

TEST_CASE("where several exceptions cover a date their windows count together and the stricter mode wins") {
  auto exams = exception(24, 24, {window(0, 20, 22, Mode::homework)});
  exams.label = "Exams";
  const auto policy = built(with({exception(23, 25, {window(0, 21, 23, Mode::bedtime)}), exams}));
  CHECK(mode(*policy, "Ali", karachi(24, 20)).mode == Mode::homework);
  CHECK(label(*policy, "Ali", karachi(24, 20)) == "Exams");
  CHECK(mode(*policy, "Ali", karachi(24, 21)).mode == Mode::bedtime);
  CHECK(label(*policy, "Ali", karachi(24, 21)) == "Holidays");
  CHECK(mode(*policy, "Ali", karachi(23, 20)).mode == Mode::free);
}

TEST_CASE("an exception is for everybody who has a timetable, or for whom it names, rooms and the guest too") {
  const std::vector<Window> off{window(0, 10, 12, Mode::off)};
  auto household = with({exception(24, 24, off)});
  CHECK(mode(*built(household), "Ali", karachi(24, 11)).mode == Mode::off);
  CHECK(mode(*built(household), "Sara", karachi(24, 11)).mode == Mode::free);

  household.rooms.push_back(room("Lab 2", "192.168.20.0/24"_prefix));
  household.exceptions[0].whom = std::vector<WrittenKey>{{"Sara", {}}, {"Lab 2", {}}, {"guest", {}}};
  const auto policy = built(household);
  CHECK(mode(*policy, "Ali", karachi(24, 11)).mode == Mode::free);
  CHECK(mode(*policy, "Sara", karachi(24, 11)).mode == Mode::off);
  CHECK(policy->profile(*policy->profile_of_person("Sara")).timetable >= 0);
  CHECK(policy->mode_at(*policy->profile_of_room("Lab 2"), karachi(24, 11)).mode == Mode::off);
  CHECK(policy->mode_at(kGuest, karachi(24, 11)).mode == Mode::off);
}

TEST_CASE("a name nobody has is refused where it stands, with the one that was meant") {
  auto wrong = exception(24, 24);
  wrong.whom = std::vector<WrittenKey>{{"Saara", {51, 11}}};
  const auto refusal = refused(with({wrong}));
  CHECK(refusal.place.line == 51);
  CHECK(refusal.what == "there is no person and no room 'Saara'; did you mean 'Sara'?");
  wrong.whom = std::vector<WrittenKey>{{"Grandfather", {51, 11}}};
  CHECK(refused(with({wrong})).what.find("write the name as it stands in this file") != std::string::npos);
}

TEST_CASE("services of an excepted date close and open as those of the week do") {
  Window games = window(0, 16, 18, Mode::free);
  games.open = {{"gaming", {}}};
  Window tube = window(0, 16, 18, Mode::free, {{"service:youtube", {}}});
  auto household = with({exception(24, 24, {games, tube})});
  household.people[0].profile.close = {{"gaming", {}}};
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "games.example"_name, karachi(24, 17))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "tube.example"_name, karachi(24, 17))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "games.example"_name, karachi(24, 18))));
  household.exceptions[0].windows[0].open = {{"gmaing", {50, 9}}};
  CHECK(refused(household).what.find("did you mean 'gaming'?") != std::string::npos);
}

// ---- calendars

TEST_CASE("the dates of a calendar's fitting events are excepted, the others are not") {
  auto exams = by_calendar({"exam*"});
  exams.windows = {window(0, 19, 20, Mode::homework)};
  const auto policy = built(with({exams}, {all_day("Exam in maths", 24, 25), all_day("Sports day", 27, 27)}));
  CHECK(mode(*policy, "Ali", karachi(24, 19)).mode == Mode::homework);
  CHECK(mode(*policy, "Ali", karachi(25, 22)).mode == Mode::free);
  CHECK(label(*policy, "Ali", karachi(25, 22)) == "Exams");
  CHECK(mode(*policy, "Ali", karachi(26, 22)).mode == Mode::bedtime);
  CHECK(mode(*policy, "Ali", karachi(27, 22)).mode == Mode::bedtime);
}

TEST_CASE("a timed event makes the dates special that it touches, its last minute included and its end not") {
  const auto policy = built(with({by_calendar()}, {timed("Trip", karachi(24, 23).wall, karachi(26, 0).wall)}));
  CHECK(mode(*policy, "Ali", karachi(23, 22)).mode == Mode::bedtime);
  CHECK(mode(*policy, "Ali", karachi(24, 22)).mode == Mode::free);
  CHECK(mode(*policy, "Ali", karachi(25, 22)).mode == Mode::free);
  CHECK(mode(*policy, "Ali", karachi(26, 22)).mode == Mode::bedtime);
  const auto moment = built(with({by_calendar()}, {timed("Deadline", karachi(24, 12).wall, karachi(24, 12).wall)}));
  CHECK(mode(*moment, "Ali", karachi(24, 22)).mode == Mode::free);
}

TEST_CASE("with a mode an event is a window itself, from its first minute to its last, on top of the day's own") {
  auto lessons = by_calendar();
  lessons.label = "Piano";
  lessons.span_mode = window(0, 0, 0, Mode::homework, {{"gaming", {}}});
  const auto policy = built(with({lessons}, {timed("Piano", karachi(24, 16, 15).wall, karachi(24, 17).wall)}));
  CHECK(mode(*policy, "Ali", karachi(24, 12)).until == karachi(24, 16, 15).wall);
  CHECK(mode(*policy, "Ali", karachi(24, 16, 15)).mode == Mode::homework);
  CHECK(mode(*policy, "Ali", karachi(24, 16, 15)).until == karachi(24, 17).wall);
  CHECK(label(*policy, "Ali", karachi(24, 16, 15)) == "Piano");
  CHECK_FALSE(open(verdict(*policy, "Ali", "games.example"_name, karachi(24, 16, 30))));
  CHECK(mode(*policy, "Ali", karachi(24, 21)).mode == Mode::bedtime);  // the evening is the week's
  CHECK(label(*policy, "Ali", karachi(24, 21)).empty());
}

TEST_CASE("an event with a mode may last over midnights, and whole days") {
  auto trip = by_calendar();
  trip.span_mode = window(0, 0, 0, Mode::off);
  const auto policy = built(with({trip}, {timed("Trip", karachi(23, 14).wall, karachi(25, 10).wall), all_day("Fast", 28, 29)}));
  CHECK(mode(*policy, "Ali", karachi(23, 14)).mode == Mode::off);
  CHECK(mode(*policy, "Ali", karachi(23, 14)).until == karachi(25, 10).wall);
  CHECK(mode(*policy, "Ali", karachi(25, 10)).mode == Mode::free);
  CHECK(mode(*policy, "Ali", karachi(28, 0)).until == karachi(30, 0).wall);
}

TEST_CASE("an event's half minutes count whole, and an event without length is no window") {
  auto lesson = by_calendar();
  lesson.span_mode = window(0, 0, 0, Mode::school);
  const auto policy = built(with({lesson}, {timed("A", karachi(24, 10, 0, 30).wall, karachi(24, 10, 30, 1).wall),
                                            timed("B", karachi(24, 12).wall, karachi(24, 12).wall)}));
  CHECK(mode(*policy, "Ali", karachi(24, 10)).mode == Mode::school);
  CHECK(mode(*policy, "Ali", karachi(24, 10)).until == karachi(24, 10, 31).wall);
  CHECK(mode(*policy, "Ali", karachi(24, 12)).mode == Mode::free);
}

TEST_CASE("an event in the hour that the clock shows twice is a window in both passes, as any other") {
  const auto london = *Zone::from_text("Europe/London");  // 2026-10-25: 02:00 becomes 01:00, at 01:00 UTC
  auto lesson = by_calendar();
  lesson.span_mode = window(0, 0, 0, Mode::school);
  const WallTime one_utc = sys_days{year{2026} / October / 25} + hours(1);
  const auto parts = *event_parts(lesson, {"terms.ics", {timed("A", one_utc - minutes(15), one_utc + minutes(15))}}, london);
  const std::int32_t day = november(1) - 7;
  CHECK(parts == std::vector<DayPart>{{day, 60, 75}, {day, 105, 120}});  // 01:45 to 02:00, then 01:00 to 01:15
}

TEST_CASE("events that meet are one part, and a year of them may be refused") {
  auto lesson = by_calendar();
  lesson.span_mode = window(0, 0, 0, Mode::school);
  const Calendar calendar{
      "terms.ics",
      {timed("A", karachi(24, 10).wall, karachi(24, 11).wall), timed("B", karachi(24, 11).wall, karachi(24, 12).wall),
       timed("C", karachi(24, 11, 30).wall, karachi(24, 13).wall), all_day("D", 26, 27)}};
  const auto zone = *Zone::from_text("Asia/Karachi");
  CHECK(*event_parts(lesson, calendar, zone) ==
        std::vector<DayPart>{{november(24), 600, 780}, {november(26), 0, 1440}, {november(27), 0, 1440}});
  CHECK_FALSE(event_parts(lesson, {"terms.ics", {all_day("D", 1, 30)}}, zone, 29));
}

TEST_CASE("a calendar that could not be read changes nothing, and one without a fitting event is noted") {
  CHECK(mode(*built(with({by_calendar()})), "Ali", karachi(24, 22)).mode == Mode::bedtime);
  const auto policy = built(with({by_calendar({"exam*"})}, {all_day("Sports day", 27, 27)}));
  CHECK(mode(*policy, "Ali", karachi(27, 22)).mode == Mode::bedtime);
  CHECK(noted(*policy, "no event of this calendar is for 'Exams'"));
}

// ---- bounds and notes

TEST_CASE("days of a calendar's events are joined, whatever their order") {
  const Calendar calendar{"terms.ics", {all_day("B", 26, 27), all_day("A", 24, 25), all_day("C", 24, 24), all_day("D", 29, 29)}};
  CHECK(covered_days(by_calendar(), &calendar, Zone::utc()) ==
        std::vector<DayRange>{{november(24), november(27)}, {november(29), november(29)}});
}

TEST_CASE("more special days than there is room for are refused, and so are hundreds of windows a day") {
  DateException made;
  made.covered = {{november(1), november(10)}};
  const std::vector<const DateException*> one{&made};
  CHECK(special_days(one, {}, 10)->days.size() == 10);
  CHECK_FALSE(special_days(one, {}, 9));

  std::vector<Window> many;
  for (std::uint16_t minute = 0; minute < 201; ++minute)
    many.push_back({0, minute, static_cast<std::uint16_t>(minute + 1), Mode::school, {}, {70, 9}});
  CHECK(refused(with({exception(24, 24, many)})).what == "200 windows that start on one day are the most");
  many.pop_back();
  const auto half = exception(24, 24, {many.begin(), many.begin() + 150});
  CHECK(refused(with({half, half})).place.line == 50);
}

TEST_CASE("dates with the same exceptions share a plan, whatever their number") {
  DateException holidays;
  holidays.origin = 1;
  holidays.covered = {{november(1), november(1) + 1000}};
  DateException lessons;
  lessons.origin = 2;
  for (int i = 0; i < 500; ++i) lessons.parts.push_back({november(1) + 2 * i, 600, 660});
  const std::vector<const DateException*> both{&holidays, &lessons};
  const auto special = *special_days(both, {});
  CHECK(special.days.size() == 1001);
  CHECK(special.plans.size() == 2);
}

TEST_CASE("windows that say the same twice are noted, and those that only touch are not") {
  const auto said = [](std::vector<Window> windows) {
    for (std::size_t i = 0; i < windows.size(); ++i) windows[i].place.line = 10 + static_cast<int>(i);
    std::string text;
    for (const auto& note : notes_on(windows)) text += std::to_string(note.place.line) + ": " + note.what + "\n";
    return text;
  };
  const Window night = window(kDaily, 21, 7, Mode::bedtime);
  CHECK(said({night, night}) == "11: this window changes nothing; the one in line 10 says it already\n");
  CHECK(said({window(1, 22, 6, Mode::bedtime), night}) ==
        "11: this window covers another; the one in line 10 changes nothing any more\n");
  CHECK(said({window(1, 20, 22, Mode::school), window(3, 21, 23, Mode::school)}) ==
        "11: this window overlaps with another that does the same; the one in line 10 and this could be one\n");
  CHECK(said({window(1, 21, 7, Mode::bedtime), window(2, 6, 8, Mode::bedtime)}).find("11: this window overlaps") == 0);
  CHECK(said({window(1 << 6, 21, 7, Mode::bedtime), window(1, 6, 8, Mode::bedtime)}).find("11: this window overlaps") == 0);
  CHECK(said({window(kDaily, 21, 21, Mode::bedtime)}) ==
        "10: this window lasts 24 hours; it ends at the minute at which it starts\n");
  CHECK(said({window(1, 20, 21, Mode::school), window(1, 21, 22, Mode::school)}).empty());
  CHECK(said({window(1, 20, 22, Mode::school), window(2, 21, 23, Mode::school)}).empty());
  CHECK(said({night, window(kDaily, 22, 23, Mode::off)}).empty());
  CHECK(said({night, window(kDaily, 21, 7, Mode::bedtime, {{"gaming", {}}})}).empty());
  CHECK(said({window(1, 0, 24, Mode::off)}).empty());
}

TEST_CASE("what is odd about times is among the notes of the policy, at its place") {
  auto household = with({exception(24, 24)});
  household.exceptions[0].like = std::uint8_t{5};
  household.exceptions[0].whom = std::vector<WrittenKey>{{"Sara", {}}};
  household.people[0].profile.timetable.push_back(window(kDaily, 21, 7, Mode::bedtime));
  const auto policy = built(household);
  CHECK(noted(*policy, "'Sara' has no timetable: a day like another is free time"));
  CHECK(noted(*policy, "this window covers another; the one in line 40"));
}
