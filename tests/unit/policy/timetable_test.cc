// SPDX-License-Identifier: Apache-2.0
#include "policy/timetable.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;
using namespace std::chrono;

namespace {

constexpr std::uint8_t kMonday = 1, kSaturday = 1 << 5, kSunday = 1 << 6;

Zone zone(std::string_view text) { return *Zone::from_text(text); }

WallTime utc(int month, int day, int hour, int minute = 0, int second = 0) {
  return sys_days{year{2026} / month / day} + hours(hour) + minutes(minute) + seconds(second);
}

WeekWindow on(std::uint8_t days, int start, int end, Mode mode, CategorySet services = {}) {
  return {days, static_cast<std::uint16_t>(start), static_cast<std::uint16_t>(end), mode, services};
}

Timetable of(std::vector<WeekWindow> windows) { return Timetable(windows); }
Mode mode_at(const Timetable& timetable, WallTime time, const Zone& zone = Zone::utc()) {
  return timetable.state(timetable.at(time, zone).state).mode;
}
WallTime change_after(const Timetable& timetable, WallTime time, const Zone& zone = Zone::utc()) {
  return timetable.at(time, zone).until;
}

}  // namespace

TEST_CASE("a window is half-open: its first second is in, its last is not") {
  const auto timetable = of({on(kMonday, 21 * 60, 22 * 60, Mode::bedtime)});
  CHECK(mode_at(timetable, utc(11, 23, 20, 59, 59)) == Mode::free);
  CHECK(mode_at(timetable, utc(11, 23, 21)) == Mode::bedtime);
  CHECK(mode_at(timetable, utc(11, 23, 21, 59, 59)) == Mode::bedtime);
  CHECK(mode_at(timetable, utc(11, 23, 22)) == Mode::free);
}

TEST_CASE("a window that ends before it starts runs into the next day and belongs to the evening it starts on") {
  const auto timetable = of({on(kMonday, 21 * 60, 7 * 60, Mode::bedtime)});
  CHECK(mode_at(timetable, utc(11, 23, 3)) == Mode::free);  // the night before Monday is Sunday's
  CHECK(mode_at(timetable, utc(11, 24, 3)) == Mode::bedtime);
  CHECK(mode_at(timetable, utc(11, 24, 7)) == Mode::free);
}

TEST_CASE("a night may cross from Sunday to Monday") {
  const auto timetable = of({on(kSunday, 21 * 60, 7 * 60, Mode::bedtime)});
  CHECK(mode_at(timetable, utc(11, 22, 23)) == Mode::bedtime);
  CHECK(mode_at(timetable, utc(11, 23, 6, 59)) == Mode::bedtime);
  CHECK(mode_at(timetable, utc(11, 23, 7)) == Mode::free);
  CHECK(change_after(timetable, utc(11, 22, 23)) == utc(11, 23, 7));
}

TEST_CASE("a window that starts when it ends lasts 24 hours") {
  const auto timetable = of({on(kSaturday, 20 * 60, 20 * 60, Mode::off)});
  CHECK(mode_at(timetable, utc(11, 21, 19, 59)) == Mode::free);
  CHECK(mode_at(timetable, utc(11, 21, 20)) == Mode::off);
  CHECK(mode_at(timetable, utc(11, 22, 19, 59)) == Mode::off);
  CHECK(mode_at(timetable, utc(11, 22, 20)) == Mode::free);
}

TEST_CASE("24:00 and 00:00 end the same day") {
  for (const int end : {1440, 0}) {
    const auto timetable = of({on(kSunday, 20 * 60, end, Mode::off)});
    CHECK(mode_at(timetable, utc(11, 22, 23, 59)) == Mode::off);
    CHECK(mode_at(timetable, utc(11, 23, 0)) == Mode::free);
    CHECK(mode_at(timetable, utc(11, 16, 0)) == Mode::free);
  }
}

TEST_CASE("where windows overlap the stricter mode wins, whatever their order") {
  const auto lax_last = of({on(kMonday, 600, 900, Mode::school), on(kMonday, 700, 1000, Mode::homework)});
  const auto lax_first = of({on(kMonday, 700, 1000, Mode::homework), on(kMonday, 600, 900, Mode::school)});
  for (const auto& timetable : {lax_last, lax_first}) {
    CHECK(mode_at(timetable, utc(11, 23, 12)) == Mode::school);
    CHECK(mode_at(timetable, utc(11, 23, 15)) == Mode::homework);
  }
}

TEST_CASE("an edge that changes nothing is not a change") {
  const auto timetable =
      of({on(kMonday, 600, 900, Mode::school), on(kMonday, 700, 800, Mode::homework), on(kMonday, 900, 960, Mode::school)});
  CHECK(change_after(timetable, utc(11, 23, 10)) == utc(11, 23, 16));
}

TEST_CASE("services of overlapping windows add up, and their edges count") {
  const auto timetable = of({on(kMonday, 600, 900, Mode::free, CategorySet::of(kYoutube)),
                             on(kMonday, 700, 1000, Mode::free, CategorySet::of(kRoblox))});
  CHECK(change_after(timetable, utc(11, 23, 10)) == utc(11, 23, 11, 40));
  const auto both = timetable.state(timetable.at(utc(11, 23, 12), Zone::utc()).state);
  CHECK(both.services == (CategorySet::of(kYoutube) | CategorySet::of(kRoblox)));
  const auto one = timetable.state(timetable.at(utc(11, 23, 16), Zone::utc()).state);
  CHECK(one.services == CategorySet::of(kRoblox));
}

TEST_CASE("the same mode all week never changes") {
  const auto timetable = of({on(kDaily, 0, 1440, Mode::off)});
  CHECK(mode_at(timetable, utc(11, 23, 12)) == Mode::off);
  CHECK(change_after(timetable, utc(11, 23, 12)) == kNever);
  CHECK(of({}).at(utc(11, 23, 12), Zone::utc()).until == kNever);
}

TEST_CASE("a change may be a week away") {
  const auto timetable = of({on(kMonday, 600, 601, Mode::off)});
  CHECK(change_after(timetable, utc(11, 23, 10, 1)) == utc(11, 30, 10));
}

TEST_CASE("a start that the clock skips comes at the next existing minute") {
  const Zone london = zone("Europe/London");                         // 2026-03-29, a Sunday: 01:00 becomes 02:00, at 01:00 UTC
  const auto timetable = of({on(kSunday, 90, 300, Mode::bedtime)});  // 01:30 to 05:00
  CHECK(mode_at(timetable, utc(3, 29, 0, 59, 59), london) == Mode::free);
  CHECK(mode_at(timetable, utc(3, 29, 1), london) == Mode::bedtime);
  CHECK(change_after(timetable, utc(3, 29, 0, 30), london) == utc(3, 29, 1));
  CHECK(change_after(timetable, utc(3, 29, 1), london) == utc(3, 29, 4));
}

TEST_CASE("a window that lies within the skipped hour does not happen") {
  const Zone london = zone("Europe/London");
  const auto timetable = of({on(kSunday, 75, 105, Mode::bedtime)});
  CHECK(change_after(timetable, utc(3, 29, 0, 30), london) == utc(4, 5, 0, 15));
}

TEST_CASE("an end that the clock skips comes with the jump") {
  const Zone london = zone("Europe/London");
  const auto timetable = of({on(kSaturday, 21 * 60, 90, Mode::bedtime)});  // until 01:30
  CHECK(change_after(timetable, utc(3, 28, 23), london) == utc(3, 29, 1));
  CHECK(mode_at(timetable, utc(3, 29, 1), london) == Mode::free);
}

TEST_CASE("an hour that comes twice applies twice") {
  const Zone london = zone("Europe/London");                         // 2026-10-25: 02:00 becomes 01:00, at 01:00 UTC
  const auto timetable = of({on(kSunday, 75, 105, Mode::bedtime)});  // 01:15 to 01:45
  CHECK(change_after(timetable, utc(10, 25, 0, 0), london) == utc(10, 25, 0, 15));
  CHECK(change_after(timetable, utc(10, 25, 0, 15), london) == utc(10, 25, 0, 45));
  CHECK(change_after(timetable, utc(10, 25, 0, 45), london) == utc(10, 25, 1, 15));
  CHECK(change_after(timetable, utc(10, 25, 1, 15), london) == utc(10, 25, 1, 45));
}

TEST_CASE("a start at the very minute the clock goes back comes an hour later") {
  const Zone london = zone("Europe/London");
  const auto timetable = of({on(kSunday, 120, 300, Mode::bedtime)});  // from 02:00, which shows as 01:00 the first time
  CHECK(mode_at(timetable, utc(10, 25, 1), london) == Mode::free);
  CHECK(change_after(timetable, utc(10, 25, 0, 30), london) == utc(10, 25, 2));
}

TEST_CASE("offsets with seconds move the edges by seconds") {
  const Zone odd = zone("<X>-03:17:05");
  const auto timetable = of({on(kDaily, 21 * 60, 22 * 60, Mode::bedtime)});
  CHECK(change_after(timetable, utc(11, 23, 12), odd) == utc(11, 23, 17, 42, 55));
  CHECK(mode_at(timetable, utc(11, 23, 17, 42, 54), odd) == Mode::free);
  CHECK(mode_at(timetable, utc(11, 23, 17, 42, 55), odd) == Mode::bedtime);
}

// ---- dates with a plan of their own

namespace {

constexpr std::uint8_t kTuesday = 2;

std::int32_t date(int month, int day) {
  return static_cast<std::int32_t>(sys_days{year{2026} / month / day}.time_since_epoch().count());
}

// Each date with its windows; the origin of all is 1.
SpecialDays on_dates(std::vector<std::pair<std::int32_t, std::vector<WeekWindow>>> dates) {
  SpecialDays special;
  for (auto& [day, windows] : dates) {
    for (WeekWindow& window : windows) window.origin = 1;
    special.days.push_back({day, static_cast<std::uint32_t>(special.plans.size())});
    special.plans.push_back({std::move(windows), 1});
  }
  return special;
}

const std::vector<WeekWindow> kEveryNight{{kDaily, 21 * 60, 7 * 60, Mode::bedtime, {}}};

}  // namespace

TEST_CASE("on a special date the windows that start on it give way to its own") {
  // 2026-11-24 is a Tuesday.
  const Timetable timetable(kEveryNight, on_dates({{date(11, 24), {on(0, 23 * 60, 8 * 60, Mode::off)}}}));
  CHECK(mode_at(timetable, utc(11, 23, 21)) == Mode::bedtime);
  CHECK(mode_at(timetable, utc(11, 24, 22)) == Mode::free);
  CHECK(mode_at(timetable, utc(11, 24, 23)) == Mode::off);
  CHECK(mode_at(timetable, utc(11, 25, 22)) == Mode::bedtime);
}

TEST_CASE("a night that began before a special date runs to its end, and so does the special date's own") {
  const Timetable timetable(kEveryNight, on_dates({{date(11, 24), {on(0, 23 * 60, 8 * 60, Mode::off)}}}));
  CHECK(mode_at(timetable, utc(11, 24, 6, 59)) == Mode::bedtime);
  CHECK(mode_at(timetable, utc(11, 24, 7)) == Mode::free);
  CHECK(mode_at(timetable, utc(11, 25, 7, 59)) == Mode::off);
  CHECK(mode_at(timetable, utc(11, 25, 8)) == Mode::free);
  CHECK(change_after(timetable, utc(11, 23, 22)) == utc(11, 24, 7));
  CHECK(change_after(timetable, utc(11, 24, 7)) == utc(11, 24, 23));
  CHECK(change_after(timetable, utc(11, 24, 23, 30)) == utc(11, 25, 8));
}

TEST_CASE("a special date without windows is free, and the next change may lie far behind it") {
  const Timetable timetable(kEveryNight, on_dates({{date(11, 24), {}}, {date(11, 25), {}}, {date(11, 26), {}}}));
  CHECK(mode_at(timetable, utc(11, 25, 22)) == Mode::free);
  CHECK(change_after(timetable, utc(11, 24, 12)) == utc(11, 27, 21));
}

TEST_CASE("a border of dates at which nothing changes is no change") {
  const Timetable alike(kEveryNight, on_dates({{date(11, 24), kEveryNight}}));
  CHECK(change_after(alike, utc(11, 23, 22)) == utc(11, 24, 7));
  CHECK(change_after(alike, utc(11, 24, 22)) == utc(11, 25, 7));
  const std::vector<WeekWindow> always{on(kDaily, 0, 1440, Mode::school)};
  CHECK(change_after(Timetable(always, on_dates({{date(11, 24), always}})), utc(11, 20, 12)) == kNever);
}

TEST_CASE("in a week that never changes the next change is a date months away, and after the last one there is none") {
  const Timetable timetable(
      {}, on_dates({{date(3, 2), {on(0, 600, 660, Mode::school)}}, {date(11, 24), {on(0, 600, 660, Mode::school)}}}));
  CHECK(change_after(timetable, utc(1, 1, 0)) == utc(3, 2, 10));
  CHECK(change_after(timetable, utc(3, 2, 11)) == utc(11, 24, 10));
  CHECK(change_after(timetable, utc(11, 24, 11)) == kNever);
}

TEST_CASE("the end of the last special night comes twice when the clock goes back over it") {
  const Zone london = zone("Europe/London");  // 2026-10-25: 02:00 becomes 01:00, at 01:00 UTC
  const Timetable timetable({}, on_dates({{date(10, 24), {on(0, 21 * 60, 90, Mode::bedtime)}}}));  // until 01:30
  CHECK(change_after(timetable, utc(10, 24, 22), london) == utc(10, 25, 0, 30));
  CHECK(mode_at(timetable, utc(10, 25, 0, 45), london) == Mode::free);
  CHECK(change_after(timetable, utc(10, 25, 0, 45), london) == utc(10, 25, 1));
  CHECK(mode_at(timetable, utc(10, 25, 1), london) == Mode::bedtime);
  CHECK(change_after(timetable, utc(10, 25, 1), london) == utc(10, 25, 1, 30));
  CHECK(change_after(timetable, utc(10, 25, 1, 30), london) == kNever);
}

TEST_CASE("a date comes back for an hour where the clock goes back over midnight") {
  const Zone beirut = zone("Asia/Beirut");  // 2026-10-25 00:00 becomes 2026-10-24 23:00, at 2026-10-24 21:00 UTC
  const Timetable timetable({}, on_dates({{date(10, 24), {on(0, 23 * 60, 1440, Mode::off)}}}));
  CHECK(change_after(timetable, utc(10, 24, 19), beirut) == utc(10, 24, 20));
  CHECK(change_after(timetable, utc(10, 24, 20), beirut) == utc(10, 24, 22));
}

TEST_CASE("the origin of a moment is the exception whose window gives the mode, or whose date is free of it") {
  const std::vector<WeekWindow> week{on(kDaily, 21 * 60, 7 * 60, Mode::bedtime), on(kTuesday, 600, 720, Mode::homework)};
  const Timetable timetable(week, on_dates({{date(11, 24), {on(0, 23 * 60, 8 * 60, Mode::bedtime)}}}));
  const auto origin = [&](WallTime time) { return timetable.origin_at(time, Zone::utc()); };
  CHECK(origin(utc(11, 24, 6)) == 0);      // the night before is the week's
  CHECK(origin(utc(11, 24, 11)) == 1);     // free instead of homework
  CHECK(origin(utc(11, 24, 23)) == 1);     //
  CHECK(origin(utc(11, 25, 7, 30)) == 1);  // its own night, on the day after
  CHECK(origin(utc(11, 25, 8)) == 0);
  CHECK(origin(utc(11, 25, 22)) == 0);
}

TEST_CASE("a moment before 1970 has a weekday too") {
  const auto timetable = of({on(kMonday, 600, 660, Mode::school)});
  const WallTime monday = sys_days{year{1969} / December / 29};
  CHECK(mode_at(timetable, monday + hours(10)) == Mode::school);
  CHECK(change_after(timetable, monday - hours(1)) == monday + hours(10));
}
