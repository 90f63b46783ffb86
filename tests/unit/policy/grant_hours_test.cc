// SPDX-License-Identifier: Apache-2.0
// Until morning, until the day ends, at 20:15: on ordinary days, across midnight and in the two nights that have another length.
#include "policy/grant_hours.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

WallTime utc(int month, int day, int hour, int minute = 0) {
  using namespace std::chrono;
  return sys_days{year{2026} / month / day} + hours(hour) + minutes(minute);
}

Now now_at(WallTime wall) { return {MonoTime{}, wall, true}; }

Zone berlin() { return *Zone::from_text("CET-1CEST,M3.5.0,M10.5.0/3"); }

Household with_bedtime(int start = 21, int end = 7, std::uint8_t days = kDaily) {
  Household household = family();
  household.people[0].profile.timetable = {window(days, start, end, Mode::bedtime)};
  return household;
}

WallTime morning_of(const Household& household, const Now& now) {
  const auto policy = built(household);
  return morning(*policy, policy->profile_of_person("Ali"), now);
}

}  // namespace

TEST_CASE("a day begins at four in the morning: a night belongs to its evening") {
  const Zone zone = *Zone::from_text("PKT-5");
  CHECK(day_begin(karachi(23, 12).wall, zone) == karachi(23, 4).wall);
  CHECK(day_begin(karachi(24, 3, 59).wall, zone) == karachi(23, 4).wall);
  CHECK(day_begin(karachi(24, 4).wall, zone) == karachi(24, 4).wall);
  CHECK(next_day(karachi(24, 3, 59).wall, zone) == karachi(24, 4).wall);
  CHECK(next_day(karachi(24, 4).wall, zone) == karachi(25, 4).wall);
}

TEST_CASE("a time on the clock is the next one, today or tomorrow") {
  const Zone zone = *Zone::from_text("PKT-5");
  CHECK(next_clock(karachi(23, 20).wall, 20 * 60 + 15, zone) == karachi(23, 20, 15).wall);
  CHECK(next_clock(karachi(23, 20, 15).wall, 20 * 60 + 15, zone) == karachi(24, 20, 15).wall);
  CHECK(next_clock(karachi(23, 23, 50).wall, 20, zone) == karachi(24, 0, 20).wall);
  CHECK(next_clock(karachi(23, 12).wall, 0, zone) == karachi(24, 0).wall);  // the day's end
}

TEST_CASE("in the hour that comes twice the clock shows a time once more") {
  const Zone zone = berlin();  // 2026-10-25, 03:00 is 02:00 again, at 01:00 UTC
  CHECK(next_clock(utc(10, 25, 0, 20), 2 * 60 + 30, zone) == utc(10, 25, 0, 30));
  CHECK(next_clock(utc(10, 25, 0, 40), 2 * 60 + 30, zone) ==
        utc(10, 26, 1, 30));  // from the first pass: tomorrow's, not the second
  CHECK(next_clock(utc(10, 25, 1, 20), 2 * 60 + 30, zone) == utc(10, 25, 1, 30));
}

TEST_CASE("a time that the clock skips is the moment of the jump") {
  const Zone zone = berlin();  // 2026-03-29, 02:00 is 03:00, at 01:00 UTC
  CHECK(next_clock(utc(3, 29, 0, 30), 2 * 60 + 30, zone) == utc(3, 29, 1));
}

TEST_CASE("morning is the end of the bedtime that lies over the night") {
  CHECK(morning_of(with_bedtime(), karachi(23, 20)) == karachi(24, 7).wall);
  CHECK(morning_of(with_bedtime(), karachi(23, 22)) == karachi(24, 7).wall);
  CHECK(morning_of(with_bedtime(), karachi(24, 2)) == karachi(24, 7).wall);
  CHECK(morning_of(with_bedtime(), karachi(24, 5)) == karachi(24, 7).wall);
  CHECK(morning_of(with_bedtime(), karachi(24, 8)) == karachi(25, 7).wall);
}

TEST_CASE("without a bedtime over the night it is half past six") {
  CHECK(morning_of(family(), karachi(23, 20)) == karachi(24, 6, 30).wall);
  CHECK(morning_of(family(), karachi(24, 5)) == karachi(24, 6, 30).wall);
  CHECK(morning_of(family(), karachi(24, 7)) == karachi(25, 6, 30).wall);
  Household nap = family();
  nap.people[0].profile.timetable = {window(kDaily, 13, 15, Mode::off)};
  CHECK(morning_of(nap, karachi(23, 12)) == karachi(24, 6, 30).wall);
  CHECK(morning_of(nap, karachi(23, 14)) == karachi(24, 6, 30).wall);
  CHECK(morning_of(with_bedtime(0, 24), karachi(23, 12)) == karachi(24, 6, 30).wall);  // a bedtime that never ends has no morning
}

TEST_CASE("a bedtime of school nights says nothing about Saturday") {
  CHECK(morning_of(with_bedtime(21, 7, kSchoolNights), karachi(23, 20)) == karachi(24, 7).wall);  // Monday
  CHECK(morning_of(with_bedtime(21, 7, kSchoolNights), karachi(28, 20)) == karachi(29, 6, 30).wall);
}

TEST_CASE("morning stays what the clock shows in the nights of 23 and of 25 hours") {
  Household household = with_bedtime(21, 7);
  household.zone = "CET-1CEST,M3.5.0,M10.5.0/3";
  CHECK(morning_of(household, now_at(utc(3, 28, 20))) == utc(3, 29, 5));    // 07:00 in summer time
  CHECK(morning_of(household, now_at(utc(10, 24, 20))) == utc(10, 25, 6));  // 07:00 in winter time
  household.people[0].profile.timetable.clear();
  CHECK(morning_of(household, now_at(utc(3, 28, 20))) == utc(3, 29, 4, 30));
  CHECK(morning_of(household, now_at(utc(10, 24, 20))) == utc(10, 25, 5, 30));
}

TEST_CASE("the next closing of today is found, and tomorrow's is not today's") {
  const auto policy = built(with_bedtime());
  const Asker ali = *policy->profile_of_person("Ali");
  CHECK(closing_edge(*policy, ali, karachi(23, 20, 50)) == karachi(23, 21).wall);
  CHECK(closing_edge(*policy, ali, karachi(23, 8)) == karachi(23, 21).wall);
  CHECK_FALSE(closing_edge(*policy, *policy->profile_of_person("Sara"), karachi(23, 20)));
  const auto late = built(with_bedtime(5, 7));
  CHECK_FALSE(closing_edge(*late, ali, karachi(23, 20)));
}
