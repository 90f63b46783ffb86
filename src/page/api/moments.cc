// SPDX-License-Identifier: Apache-2.0
#include "page/api/moments.h"

#include <array>
#include <chrono>
#include <string_view>

#include "page/family_text.h"

namespace darban::page {
namespace {

using std::chrono::days;
using std::chrono::floor;

std::string two(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string date_of(std::chrono::sys_days day) {
  const std::chrono::year_month_day date(day);
  return std::to_string(static_cast<int>(date.year())) + "-" + two(static_cast<unsigned>(date.month())) + "-" +
         two(static_cast<unsigned>(date.day()));
}

std::int64_t second_of_day(LocalTime time) { return (time - floor<days>(time)).count(); }

std::string clock_of(LocalTime time) {
  constexpr std::int64_t kHour = 3600;
  return two(second_of_day(time) / kHour) + ":" + two(second_of_day(time) % kHour / 60);
}

std::string weekday_of(LocalTime time) {
  constexpr std::array<std::string_view, 7> kNames{"Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};
  return std::string(kNames[std::chrono::weekday(floor<days>(time)).c_encoding()]);
}

}  // namespace

ConfigText local_moment(WallTime time, const Zone& zone) {
  const LocalTime local = zone.local(time);
  const auto day = floor<days>(local);
  return family_text(date_of(std::chrono::sys_days(day.time_since_epoch())) + "T" + clock_of(local) + ":" +
                     two(second_of_day(local) % 60));
}

ConfigText date_text_of(std::int64_t day) { return family_text(date_of(std::chrono::sys_days(days(day)))); }

std::string moment_words_of(WallTime time, WallTime from, const Zone& zone) {
  constexpr std::int64_t kEvening = 18 * 3600;
  const LocalTime local = zone.local(time);
  const auto today = floor<days>(zone.local(from));
  const auto day = floor<days>(local);
  if (day == today) return (second_of_day(local) >= kEvening ? "tonight " : "today ") + clock_of(local);
  return (day == today + days(1) ? std::string("tomorrow") : weekday_of(local)) + " " + clock_of(local);
}

std::string end_words_of(WallTime time, WallTime begin, const Zone& zone) {
  const LocalTime local = zone.local(time);
  if (floor<days>(local) == floor<days>(zone.local(begin))) return clock_of(local);
  return weekday_of(local) + " " + clock_of(local);
}

}  // namespace darban::page
