// SPDX-License-Identifier: Apache-2.0
#include "calendar/recurrence.h"

#include <algorithm>
#include <bitset>
#include <cstdlib>

namespace darban {
namespace {

using namespace std::chrono;
using Every = RecurrenceRule::Every;

constexpr int kWeek = 7;
constexpr int kLastYear = 9999;

int weekday_of(LocalDay day) { return static_cast<int>(weekday(day).iso_encoding()) - 1; }
LocalDay first_of_year(int of) { return LocalDay(year(of) / January / 1); }
int days_in(int of) { return year(of).is_leap() ? 366 : 365; }
int year_of(LocalDay day) { return static_cast<int>(year_month_day(day).year()); }
LocalDay week_of(LocalDay day, int week_start) { return day - days((weekday_of(day) - week_start + kWeek) % kWeek); }

// A week belongs to the year that has at least four of its days: that of its fourth.
int week_number(LocalDay day, int week_start) {
  const LocalDay fourth = week_of(day, week_start) + days(3);
  return static_cast<int>((fourth - first_of_year(year_of(fourth))).count()) / kWeek + 1;
}
int weeks_in_year_of(LocalDay day, int week_start) {
  const int of = year_of(week_of(day, week_start) + days(3));
  return week_number(LocalDay(year(of) / December / 28), week_start);
}

// A set of small numbers, counted from the beginning and, negative, from the end.
template <std::size_t kMost>
class BothEnds {
 public:
  explicit BothEnds(const std::vector<int>& numbers) : any_(!numbers.empty()) {
    for (const int number : numbers) (number > 0 ? first_ : last_).set(static_cast<std::size_t>(std::abs(number)));
  }
  bool any() const { return any_; }
  // `number` of `all`, counted from 1.
  bool has(int number, int all) const {
    return first_.test(static_cast<std::size_t>(number)) || last_.test(static_cast<std::size_t>(all - number + 1));
  }

 private:
  bool any_;
  std::bitset<kMost + 1> first_;
  std::bitset<kMost + 1> last_;
};

// What is not written comes from the first occurrence: a yearly event without more is on its date, a weekly one on its weekday.
RecurrenceRule completed(RecurrenceRule rule, LocalDay first) {
  const year_month_day date(first);
  const bool by_day = !rule.month_days.empty() || !rule.year_days.empty() || !rule.weekdays.empty();
  if (by_day) return rule;
  if (rule.every == Every::week || !rule.weeks.empty()) {
    rule.weekdays.push_back({0, weekday_of(first)});
  } else if (rule.every != Every::day) {
    if (rule.every == Every::year && rule.months.empty()) rule.months.push_back(static_cast<int>(unsigned{date.month()}));
    rule.month_days.push_back(static_cast<int>(unsigned{date.day()}));
  }
  return rule;
}

// The question a rule asks of a day.
class DayFilter {
 public:
  explicit DayFilter(const RecurrenceRule& rule)
      : week_start_(rule.week_start),
        within_year_(rule.every == Every::year && rule.months.empty()),
        months_(rule.months),
        month_days_(rule.month_days),
        year_days_(rule.year_days),
        weeks_(rule.weeks),
        weekdays_(rule.weekdays) {
    for (const auto& each : weekdays_) {
      if (each.nth == 0) plain_.set(static_cast<std::size_t>(each.weekday));
    }
  }

  bool accepts(LocalDay day) const {
    const year_month_day date(day);
    const int in_month = static_cast<int>(unsigned{date.day()});
    const int month_length = static_cast<int>(unsigned{(date.year() / date.month() / last).day()});
    if (months_.any() && !months_.has(static_cast<int>(unsigned{date.month()}), kMonths)) return false;
    if (month_days_.any() && !month_days_.has(in_month, month_length)) return false;
    const int of = static_cast<int>(date.year());
    const int in_year = static_cast<int>((day - first_of_year(of)).count()) + 1;
    if (year_days_.any() && !year_days_.has(in_year, days_in(of))) return false;
    if (weeks_.any() && !weeks_.has(week_number(day, week_start_), weeks_in_year_of(day, week_start_))) return false;
    if (weekdays_.empty()) return true;
    if (plain_.test(static_cast<std::size_t>(weekday_of(day)))) return true;
    return within_year_ ? is_nth(day, in_year, days_in(of)) : is_nth(day, in_month, month_length);
  }

 private:
  static constexpr int kMonths = 12;
  bool is_nth(LocalDay day, int number, int all) const {
    const int from_first = (number - 1) / kWeek + 1;
    const int from_last = -((all - number) / kWeek + 1);
    return std::any_of(weekdays_.begin(), weekdays_.end(), [&](const RecurrenceRule::Weekday& each) {
      return each.weekday == weekday_of(day) && (each.nth == from_first || each.nth == from_last);
    });
  }

  int week_start_;
  bool within_year_;
  BothEnds<kMonths> months_;
  BothEnds<31> month_days_;
  BothEnds<366> year_days_;
  BothEnds<53> weeks_;
  std::vector<RecurrenceRule::Weekday> weekdays_;
  std::bitset<kWeek> plain_;
};

// One round of a rule: the days [begin, end).
struct Period {
  LocalDay begin;
  LocalDay end;
};

// The n-th period after the one with the first occurrence.
Period period_after(const RecurrenceRule& rule, LocalDay first, std::int64_t n) {
  switch (rule.every) {
    case Every::day:
      return {first + days(n), first + days(n + 1)};
    case Every::week: {
      const LocalDay begin = week_of(first, rule.week_start) + days(n * kWeek);
      return {begin, begin + days(kWeek)};
    }
    case Every::month: {
      const year_month_day date(first);
      const year_month month = date.year() / date.month() + months(n);
      return {LocalDay(month / 1), LocalDay((month + months(1)) / 1)};
    }
    case Every::year: {
      const int of = std::min(year_of(first) + static_cast<int>(n), kLastYear);
      return {first_of_year(of), first_of_year(of + 1)};
    }
  }
  return {first, first + days(1)};
}

// Periods before this number of rounds end before `from`.
std::int64_t rounds_before(const RecurrenceRule& rule, LocalDay first, LocalDay from) {
  constexpr std::int64_t kLongest[] = {1, 7, 31, 366};  // days of one period
  const std::int64_t before = (from - first).count();
  if (before <= 0) return 0;
  return std::max<std::int64_t>(0, before / (kLongest[static_cast<std::size_t>(rule.every)] * rule.interval) - 1);
}

// Of the days of one period those that BYSETPOS names.
std::vector<LocalDay> at_positions(const std::vector<LocalDay>& all, const std::vector<int>& positions) {
  std::vector<LocalDay> some;
  const auto size = static_cast<int>(all.size());
  for (const int position : positions) {
    const int index = position > 0 ? position - 1 : size + position;
    if (index >= 0 && index < size) some.push_back(all[static_cast<std::size_t>(index)]);
  }
  std::sort(some.begin(), some.end());
  some.erase(std::unique(some.begin(), some.end()), some.end());
  return some;
}

bool within(const std::vector<int>& numbers, int most) {
  return std::all_of(numbers.begin(), numbers.end(), [&](int number) { return number != 0 && std::abs(number) <= most; });
}

}  // namespace

bool is_sound(const RecurrenceRule& rule) {
  const bool monthly = rule.every == Every::month || rule.every == Every::year;
  const bool by_nth =
      std::any_of(rule.weekdays.begin(), rule.weekdays.end(), [](const RecurrenceRule::Weekday& each) { return each.nth != 0; });
  const bool by_anything = !rule.months.empty() || !rule.month_days.empty() || !rule.year_days.empty() || !rule.weeks.empty() ||
                           !rule.weekdays.empty();
  if (rule.interval < 1 || rule.interval > INT16_MAX || (rule.count && rule.until) || (rule.count && *rule.count < 1))
    return false;
  if (rule.week_start < 0 || rule.week_start >= kWeek) return false;
  if (!rule.weeks.empty() && (rule.every != Every::year || by_nth)) return false;
  if (!rule.year_days.empty() && rule.every != Every::year) return false;
  if (!rule.month_days.empty() && rule.every == Every::week) return false;
  if (by_nth && !monthly) return false;
  if (!rule.positions.empty() && !by_anything) return false;
  const auto fits = [](const RecurrenceRule::Weekday& each) {
    return each.weekday >= 0 && each.weekday < kWeek && std::abs(each.nth) <= 53;
  };
  const auto positive = [](int month) { return month > 0; };
  return within(rule.months, 12) && std::all_of(rule.months.begin(), rule.months.end(), positive) &&
         within(rule.month_days, 31) && within(rule.year_days, 366) && within(rule.weeks, 53) && within(rule.positions, 366) &&
         std::all_of(rule.weekdays.begin(), rule.weekdays.end(), fits);
}

std::optional<std::vector<LocalDay>> occurrences(const RecurrenceRule& written, LocalTime first, LocalDay from, LocalDay to,
                                                 std::int64_t& steps) {
  const LocalDay first_day = floor<days>(first);
  const Seconds time_of_day = first - first_day;
  const RecurrenceRule rule = completed(written, first_day);
  const DayFilter filter(rule);
  std::vector<LocalDay> found;
  std::int64_t counted = 1;
  if (first_day >= from && first_day <= to) found.push_back(first_day);

  const auto is_over = [&](LocalDay day) {
    if (day > to || (rule.count && counted >= *rule.count)) return true;
    if (!rule.until) return false;
    return rule.until->is_date ? day > floor<days>(rule.until->time) : day + time_of_day > rule.until->time;
  };
  // Without a number of times, nobody needs to know what was before.
  for (std::int64_t round = rule.count ? 0 : rounds_before(rule, first_day, from);; ++round) {
    const Period period = period_after(rule, first_day, round * rule.interval);
    steps -= (period.end - period.begin).count();
    if (steps < 0) return std::nullopt;
    if (period.begin > to) return found;
    std::vector<LocalDay> accepted;
    for (LocalDay day = period.begin; day < period.end; day += days(1)) {
      if (filter.accepts(day)) accepted.push_back(day);
    }
    if (!rule.positions.empty()) accepted = at_positions(accepted, rule.positions);
    for (const LocalDay day : accepted) {
      if (day <= first_day) continue;
      if (is_over(day)) return found;
      ++counted;
      if (day >= from) found.push_back(day);
    }
    // An end that no accepted day told: nothing later can be before it.
    if (rule.until && period.begin > floor<days>(rule.until->time)) return found;
  }
}

}  // namespace darban
