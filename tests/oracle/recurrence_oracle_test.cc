// SPDX-License-Identifier: Apache-2.0
// Which days a rule falls on, as a question asked of each day, against libical's iterator, which builds them up part by part.
// Random rules are written as text and read as a calendar's line would be, so the reading is tried as well. DARBAN_EXHAUSTIVE=1
// tries twenty times as many.
#include <doctest/doctest.h>
#include <libical/ical.h>

#include <cstdio>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>
#include <vector>

#include "calendar/ical_values.h"
#include "calendar/recurrence.h"

using namespace darban;
using namespace std::chrono;

namespace {

class Dice {
 public:
  explicit Dice(std::uint64_t seed) : engine_(seed) {}
  int number(int low, int high) { return std::uniform_int_distribution<int>(low, high)(engine_); }
  bool one_in(int n) { return number(1, n) == 1; }
  // "3,-1,7": up to `most` different numbers.
  std::string numbers(int most, int high, bool also_from_the_end, int low = 1) {
    std::string text;
    for (int count = number(1, most); count > 0; --count) {
      const bool from_the_end = also_from_the_end && one_in(4);
      const std::string each = (from_the_end ? "-" : "") + std::to_string(number(low, high));
      if (("," + text + ",").find("," + each + ",") == std::string::npos) text += (text.empty() ? "" : ",") + each;
    }
    return text;
  }

 private:
  std::mt19937_64 engine_;
};

constexpr const char* kDays[] = {"MO", "TU", "WE", "TH", "FR", "SA", "SU"};

std::string weekdays(Dice& dice, bool numbered, int most_nth) {
  std::string text;
  for (int day = 0; day < 7; ++day) {
    if (!dice.one_in(3)) continue;
    text += text.empty() ? "" : ",";
    if (numbered) text += (dice.one_in(3) ? "-" : "") + std::to_string(dice.number(1, most_nth));
    text += kDays[day];
  }
  return text.empty() ? "WE" : text;
}

// What libical 3.0.16 gets right; what it does not is below, by hand.
std::string random_rule(Dice& dice) {
  const int every = dice.number(0, 3);
  constexpr const char* kNames[] = {"DAILY", "WEEKLY", "MONTHLY", "YEARLY"};
  std::string rule = std::string("FREQ=") + kNames[every];
  if (dice.one_in(2)) rule += ";INTERVAL=" + std::to_string(dice.number(1, every == 0 ? 40 : 4));
  if (dice.one_in(4)) rule += std::string(";WKST=") + kDays[dice.one_in(2) ? 0 : 6];
  bool by = false;
  if (dice.one_in(3)) by = true, rule += ";BYMONTH=" + dice.numbers(4, 12, false);
  const bool months = by;
  switch (every) {
    case 0:
      if (dice.one_in(3)) by = true, rule += ";BYMONTHDAY=" + dice.numbers(6, 28, false);
      if (dice.one_in(3)) by = true, rule += ";BYDAY=" + weekdays(dice, false, 0);
      break;
    case 1:
      if (dice.one_in(2)) by = true, rule += ";BYDAY=" + weekdays(dice, false, 0);
      break;
    case 2:
      if (dice.one_in(2))
        by = true, rule += ";BYMONTHDAY=" + dice.numbers(4, 28, true);
      else if (dice.one_in(2))
        by = true, rule += ";BYDAY=" + weekdays(dice, dice.one_in(2), 5);
      break;
    default:
      if (!months && dice.one_in(4))
        by = true, rule += ";BYYEARDAY=" + dice.numbers(6, 365, true);
      else if (!months && dice.one_in(4))
        by = true, rule += ";BYWEEKNO=" + dice.numbers(4, 51, false, 2) + ";BYDAY=" + weekdays(dice, false, 0);
      else if (dice.one_in(2))
        by = true, rule += ";BYDAY=" + weekdays(dice, true, months ? 4 : 50);
      else if (months && dice.one_in(2))
        rule += ";BYMONTHDAY=" + dice.numbers(4, 28, true);
  }
  const bool twice_or_over_years =
      rule.find(",-") != std::string::npos || rule.find("=-") != std::string::npos || rule.find("BYWEEKNO") != std::string::npos;
  if (by && every >= 2 && !twice_or_over_years && dice.one_in(4)) rule += ";BYSETPOS=" + dice.numbers(2, 3, true);
  return rule;
}

std::optional<std::vector<LocalDay>> ours(const RecurrenceRule& rule, LocalDay first, LocalDay from, LocalDay to) {
  std::int64_t steps = 1'000'000;
  return occurrences(rule, first + hours(9), from, to, steps);
}

std::vector<LocalDay> theirs(const std::string& text, LocalDay first, LocalDay to) {
  const year_month_day date(first);
  icaltimetype start = icaltime_null_time();
  start.year = static_cast<int>(date.year());
  start.month = static_cast<int>(unsigned{date.month()});
  start.day = static_cast<int>(unsigned{date.day()});
  start.hour = 9;
  std::vector<LocalDay> found;
  icalrecur_iterator* const iterator = icalrecur_iterator_new(icalrecurrencetype_from_string(text.c_str()), start);
  REQUIRE(iterator != nullptr);
  for (icaltimetype each = icalrecur_iterator_next(iterator); !icaltime_is_null_time(each);
       each = icalrecur_iterator_next(iterator)) {
    const LocalDay day = local_days(year{each.year} / each.month / each.day);
    if (day > to) break;
    found.push_back(day);
  }
  icalrecur_iterator_free(iterator);
  return found;
}

std::string text_of(const std::vector<LocalDay>& all) {
  std::string text;
  for (const LocalDay each : all) {
    const year_month_day date(each);
    text += std::to_string(static_cast<int>(date.year())) + "-" + std::to_string(unsigned{date.month()}) + "-" +
            std::to_string(unsigned{date.day()}) + " ";
  }
  return text;
}

}  // namespace

TEST_CASE("random rules fall on the days that libical finds, from the beginning and from the middle") {
  const auto values = IcalValues::load();
  REQUIRE_MESSAGE(values, "this test needs libical (Debian: libical3)");
  const int tries = std::getenv("DARBAN_EXHAUSTIVE") != nullptr ? 40000 : 2000;
  Dice dice(20261221);
  int compared = 0;
  int days_compared = 0;
  for (int i = 0; i < tries; ++i) {
    std::string text = random_rule(dice);
    const LocalDay somewhere = local_days(year{dice.number(1990, 2027)} / dice.number(1, 12) / dice.number(1, 28));
    const auto whole = values->rule({1, "RRULE:" + text});
    CAPTURE(text);
    REQUIRE(whole);
    // libical says nothing of a first start that the rule does not name, and RFC 5545 leaves it undefined; so it is one that it
    // does.
    const auto next = ours(*whole, somewhere, somewhere + days(1), somewhere + days(1500));
    REQUIRE(next);
    if (next->empty()) continue;
    const LocalDay first = next->front();
    const LocalDay to = first + days(dice.number(30, 2500));
    if (dice.one_in(3)) {
      text += ";COUNT=" + std::to_string(dice.number(1, 60));
    } else if (dice.one_in(3)) {
      const year_month_day last(first + days(dice.number(0, 2000)));
      char date[40];
      std::snprintf(date, sizeof date, ";UNTIL=%04d%02u%02uT0900%02d", static_cast<int>(last.year()), unsigned{last.month()},
                    unsigned{last.day()}, 0);
      text += date;
    }
    const auto rule = values->rule({1, "RRULE:" + text});
    CAPTURE(text);
    REQUIRE(rule);
    const auto all = ours(*rule, first, first, to);
    REQUIRE(all);
    CHECK(text_of(*all) == text_of(theirs(text, first, to)));
    const LocalDay middle = first + days(dice.number(0, 1500));
    std::vector<LocalDay> rest = *all;
    std::erase_if(rest, [&](LocalDay day) { return day < middle; });
    CHECK(text_of(*ours(*rule, first, middle, to)) == text_of(rest));
    ++compared;
    days_compared += static_cast<int>(all->size());
  }
  MESSAGE(compared, " rules, ", days_compared, " days");
  CHECK(compared > tries / 2);
}

TEST_CASE("where libical 3.0.16 errs, the days are those that a calendar on paper shows") {
  const auto values = IcalValues::load();
  REQUIRE_MESSAGE(values, "this test needs libical (Debian: libical3)");
  struct Case {
    const char* rule;
    LocalDay first;
    LocalDay to;
    const char* days;
  };
  const auto on = [](int y, int m, int d) { return local_days(year{y} / m / d); };
  const Case cases[] = {
      // The 6th and the 25th from the end are one day of a month of 30, not two.
      {"FREQ=MONTHLY;INTERVAL=2;BYMONTHDAY=11,-25,6,-23;BYSETPOS=-1", on(2026, 7, 11), on(2026, 12, 31),
       "2026-7-11 2026-9-11 2026-11-11 "},
      {"FREQ=MONTHLY;BYMONTHDAY=15,27,-3,-26;BYSETPOS=-2", on(2008, 1, 27), on(2008, 3, 31), "2008-1-27 2008-2-15 2008-3-27 "},
      // Week 52 of 2010 is from 27 December to 2 January.
      {"FREQ=YEARLY;BYWEEKNO=52;BYDAY=MO,TU,FR", on(2009, 12, 21), on(2011, 1, 31),
       "2009-12-21 2009-12-22 2009-12-25 2010-12-27 2010-12-28 2010-12-31 "},
      // Of the year's days the third from the end is the first start.
      {"FREQ=YEARLY;BYWEEKNO=7,52;BYDAY=MO,TU,TH,FR,SA;BYSETPOS=-3,1", on(2023, 12, 28), on(2025, 3, 1),
       "2023-12-28 2024-2-12 2024-12-26 2025-2-10 "},
      // Weeks from Saturday to Friday: Sunday the 19th and Thursday the 23rd of November 2000 are in one.
      {"FREQ=WEEKLY;INTERVAL=3;WKST=SA;BYDAY=TH,SU", on(2000, 11, 23), on(2001, 1, 1),
       "2000-11-23 2000-12-10 2000-12-14 2000-12-31 "},
      // Weeks that lie in two years: week 1 of 2020 begins on 30 December 2019.
      {"FREQ=YEARLY;BYWEEKNO=1,24;BYDAY=MO,FR", on(2019, 12, 30), on(2020, 12, 31), "2019-12-30 2020-1-3 2020-6-8 2020-6-12 "},
      {"FREQ=YEARLY;BYWEEKNO=26,1;BYDAY=MO;UNTIL=19971218T090000", on(1997, 6, 23), on(1999, 1, 1), "1997-6-23 "},
  };
  for (const Case& each : cases) {
    CAPTURE(each.rule);
    const auto rule = values->rule({1, std::string("RRULE:") + each.rule});
    REQUIRE(rule);
    CHECK(text_of(*ours(*rule, each.first, each.first, each.to)) == each.days);
  }
}
