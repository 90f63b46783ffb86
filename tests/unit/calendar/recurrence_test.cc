// SPDX-License-Identifier: Apache-2.0
// Examples of RFC 5545 section 3.8.5.3 and what a hostile rule would like to do. The twin is
// tests/oracle/recurrence_oracle_test.cc.
#include "calendar/recurrence.h"

#include <doctest/doctest.h>

#include <string>

using namespace darban;
using namespace std::chrono;
using Every = RecurrenceRule::Every;

namespace {

LocalDay on(int y, unsigned m, unsigned d) { return local_days{year{y} / static_cast<int>(m) / static_cast<int>(d)}; }

std::string days_of(const RecurrenceRule& rule, LocalDay first, LocalDay to, LocalDay from = {}) {
  std::int64_t steps = 1'000'000;
  const auto found = occurrences(rule, first + hours(9), from, to, steps);
  REQUIRE(found);
  std::string text;
  for (const LocalDay each : *found) {
    const year_month_day date(each);
    text += (text.empty() ? "" : " ") + std::to_string(static_cast<int>(date.year())) + "-" +
            std::to_string(unsigned{date.month()}) + "-" + std::to_string(unsigned{date.day()});
  }
  return text;
}

RecurrenceRule every(Every what, int interval = 1) {
  RecurrenceRule rule;
  rule.every = what;
  rule.interval = interval;
  return rule;
}

constexpr int kMonday = 0, kTuesday = 1, kThursday = 3, kFriday = 4, kSunday = 6;

}  // namespace

TEST_CASE("ten times every day, every other day, until a day") {
  auto rule = every(Every::day);
  rule.count = 4;
  CHECK(days_of(rule, on(1997, 9, 2), on(1999, 1, 1)) == "1997-9-2 1997-9-3 1997-9-4 1997-9-5");
  rule = every(Every::day, 10);
  rule.count = 3;
  CHECK(days_of(rule, on(1997, 9, 2), on(1999, 1, 1)) == "1997-9-2 1997-9-12 1997-9-22");
  rule = every(Every::day);
  rule.until = RecurrenceRule::Until{LocalTime(on(1997, 9, 4)), true, false};
  CHECK(days_of(rule, on(1997, 9, 2), on(1999, 1, 1)) == "1997-9-2 1997-9-3 1997-9-4");
  rule.until = RecurrenceRule::Until{on(1997, 9, 4) + hours(9), false, false};
  CHECK(days_of(rule, on(1997, 9, 2), on(1999, 1, 1)) == "1997-9-2 1997-9-3 1997-9-4");
  rule.until = RecurrenceRule::Until{on(1997, 9, 4) + hours(8), false, false};
  CHECK(days_of(rule, on(1997, 9, 2), on(1999, 1, 1)) == "1997-9-2 1997-9-3");
}

TEST_CASE("every other week on two days, and what the first day of the week changes") {
  auto rule = every(Every::week, 2);
  rule.count = 4;
  rule.weekdays = {{0, kTuesday}, {0, kSunday}};
  CHECK(days_of(rule, on(1997, 8, 5), on(1999, 1, 1)) == "1997-8-5 1997-8-10 1997-8-19 1997-8-24");
  rule.week_start = kSunday;
  CHECK(days_of(rule, on(1997, 8, 5), on(1999, 1, 1)) == "1997-8-5 1997-8-17 1997-8-19 1997-8-31");
}

TEST_CASE("the first Friday, the last but one Monday, the third day from the end, the last working day of a month") {
  auto rule = every(Every::month);
  rule.count = 3;
  rule.weekdays = {{1, kFriday}};
  CHECK(days_of(rule, on(1997, 9, 5), on(1999, 1, 1)) == "1997-9-5 1997-10-3 1997-11-7");
  rule.weekdays = {{-2, kMonday}};
  CHECK(days_of(rule, on(1997, 9, 22), on(1999, 1, 1)) == "1997-9-22 1997-10-20 1997-11-17");
  rule.weekdays.clear();
  rule.month_days = {-3};
  CHECK(days_of(rule, on(1997, 9, 28), on(1999, 1, 1)) == "1997-9-28 1997-10-29 1997-11-28");
  rule = every(Every::month);
  rule.weekdays = {{0, 0}, {0, 1}, {0, 2}, {0, 3}, {0, 4}};
  rule.positions = {-1};
  rule.count = 3;
  CHECK(days_of(rule, on(1997, 9, 30), on(1999, 1, 1)) == "1997-9-30 1997-10-31 1997-11-28");
}

TEST_CASE("a month without the day is left out") {
  auto rule = every(Every::month);
  rule.count = 4;
  CHECK(days_of(rule, on(2027, 1, 31), on(2030, 1, 1)) == "2027-1-31 2027-3-31 2027-5-31 2027-7-31");
  CHECK(days_of(every(Every::year), on(2024, 2, 29), on(2033, 1, 1)) == "2024-2-29 2028-2-29 2032-2-29");
}

TEST_CASE("yearly by day of the year, by week, by nth weekday, on Friday the 13th, in election years") {
  auto rule = every(Every::year, 3);
  rule.count = 4;
  rule.year_days = {1, 100, 200};
  CHECK(days_of(rule, on(1997, 1, 1), on(2010, 1, 1)) == "1997-1-1 1997-4-10 1997-7-19 2000-1-1");
  rule = every(Every::year);
  rule.count = 3;
  rule.weekdays = {{20, kMonday}};
  CHECK(days_of(rule, on(1997, 5, 19), on(2010, 1, 1)) == "1997-5-19 1998-5-18 1999-5-17");
  rule.weekdays = {{0, kMonday}};
  rule.weeks = {20};
  CHECK(days_of(rule, on(1997, 5, 12), on(2010, 1, 1)) == "1997-5-12 1998-5-11 1999-5-17");
  rule = every(Every::month);
  rule.weekdays = {{0, kFriday}};
  rule.month_days = {13};
  CHECK(days_of(rule, on(1998, 2, 13), on(1999, 12, 1)) == "1998-2-13 1998-3-13 1998-11-13 1999-8-13");
  rule = every(Every::year, 4);
  rule.months = {11};
  rule.weekdays = {{0, kTuesday}};
  rule.month_days = {2, 3, 4, 5, 6, 7, 8};
  CHECK(days_of(rule, on(1996, 11, 5), on(2005, 1, 1)) == "1996-11-5 2000-11-7 2004-11-2");
}

TEST_CASE("the last week of a year may be its 53rd, and the first may begin in the year before") {
  auto rule = every(Every::year);
  rule.weeks = {53};
  rule.weekdays = {{0, kThursday}};
  CHECK(days_of(rule, on(2020, 12, 31), on(2033, 1, 1)) == "2020-12-31 2026-12-31 2032-12-30");
  rule.weeks = {-1};
  CHECK(days_of(rule, on(2020, 12, 31), on(2023, 1, 1)) == "2020-12-31 2021-12-30 2022-12-29");
}

TEST_CASE("clocks in summer time: the last Sunday of March") {
  auto rule = every(Every::year);
  rule.months = {3};
  rule.weekdays = {{-1, kSunday}};
  CHECK(days_of(rule, on(1601, 3, 25), on(2028, 1, 1), on(2026, 1, 1)) == "2026-3-29 2027-3-28");
}

TEST_CASE("without a number of times, what lies before the asked days costs next to nothing") {
  for (const Every what : {Every::day, Every::week, Every::month, Every::year}) {
    std::int64_t steps = 3000;
    const auto found = occurrences(every(what, 3), on(1604, 2, 28) + hours(9), on(2026, 1, 1), on(2028, 1, 1), steps);
    REQUIRE(found);
    CHECK(found->size() >= (what == Every::year ? 0u : 7u));
    CHECK(steps > 0);
    // And it is what counting from the beginning finds.
    auto counted = every(what, 3);
    counted.count = 1'000'000;
    std::int64_t many = 1'000'000;
    CHECK(*occurrences(counted, on(1604, 2, 28) + hours(9), on(2026, 1, 1), on(2028, 1, 1), many) == *found);
  }
}

TEST_CASE("a rule that no day fits, and one that asks for a thousand million days, end soon") {
  auto never = every(Every::year);
  never.months = {2};
  never.month_days = {30};
  CHECK(days_of(never, on(2026, 1, 1), on(2029, 1, 1)) == "2026-1-1");
  auto many = every(Every::day);
  many.count = 1'000'000'000;
  std::int64_t steps = 100'000;
  CHECK(occurrences(many, on(2026, 1, 1) + hours(9), on(2026, 1, 1), on(2029, 1, 1), steps)->size() == 1097);
  CHECK(steps > 98'000);
  steps = 1000;
  CHECK_FALSE(occurrences(many, on(2026, 1, 1) + hours(9), on(2026, 1, 1), on(2029, 1, 1), steps));
  CHECK(days_of(every(Every::year, INT16_MAX), on(2026, 1, 1), on(2029, 1, 1)) == "2026-1-1");
  CHECK(days_of(every(Every::month, INT16_MAX), on(2026, 1, 1), on(2029, 1, 1)) == "2026-1-1");
}

TEST_CASE("parts that can not stand together are not sound") {
  const auto sound = [](auto change) {
    RecurrenceRule rule = every(Every::week);
    change(rule);
    return is_sound(rule);
  };
  CHECK(sound([](auto&) {}));
  CHECK_FALSE(sound([](auto& rule) { rule.interval = 0; }));
  CHECK_FALSE(sound([](auto& rule) { rule.count = 0; }));
  CHECK_FALSE(sound([](auto& rule) { rule.count = 3, rule.until = RecurrenceRule::Until{}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.weeks = {3}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.year_days = {3}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.month_days = {3}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.weekdays = {{1, 0}}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.positions = {1}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.every = Every::year, rule.weeks = {3}, rule.weekdays = {{1, 0}}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.every = Every::year, rule.months = {13}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.every = Every::year, rule.months = {-1}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.every = Every::year, rule.year_days = {0}; }));
  CHECK_FALSE(sound([](auto& rule) { rule.every = Every::year, rule.year_days = {-367}; }));
  CHECK(sound([](auto& rule) { rule.every = Every::year, rule.year_days = {-366, 366}; }));
}
