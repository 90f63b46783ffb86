// SPDX-License-Identifier: Apache-2.0
#include "app/civil_time.h"

#include <array>
#include <charconv>
#include <chrono>
#include <optional>

#include "config/spelling.h"

namespace darban {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

constexpr std::array<std::string_view, 7> kWeekdays{"Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"};

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

std::string clock_text(Seconds since_midnight) {
  const auto minute = std::chrono::duration_cast<minutes>(since_midnight).count();
  return two_digits(minute / 60) + ":" + two_digits(minute % 60);
}

// Exactly `digits` of them, or nothing.
std::optional<int> number_of(std::string_view text, std::size_t digits) {
  int number = 0;
  if (text.size() != digits) return std::nullopt;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (problem != std::errc() || end != text.data() + text.size() || number < 0) return std::nullopt;
  return number;
}

std::optional<minutes> clock_of(std::string_view text) {  // "20:59"
  if (text.size() != 5 || text[2] != ':') return std::nullopt;
  const auto hour = number_of(text.substr(0, 2), 2);
  const auto minute = number_of(text.substr(3), 2);
  if (!hour || !minute || *hour > 24 || *minute > 59 || (*hour == 24 && *minute != 0)) return std::nullopt;
  return minutes(*hour * 60 + *minute);
}

std::optional<local_days> date_of(std::string_view text) {  // "2026-11-21"
  if (text.size() != 10 || text[4] != '-' || text[7] != '-') return std::nullopt;
  const auto year = number_of(text.substr(0, 4), 4);
  const auto month = number_of(text.substr(5, 2), 2);
  const auto day = number_of(text.substr(8, 2), 2);
  if (!year || !month || !day) return std::nullopt;
  const std::chrono::year_month_day date{std::chrono::year(*year), std::chrono::month(static_cast<unsigned>(*month)),
                                         std::chrono::day(static_cast<unsigned>(*day))};
  if (!date.ok()) return std::nullopt;
  return local_days(date);
}

std::optional<unsigned> weekday_of(std::string_view text) {  // 0 = Monday; three letters or all of them, in any case
  for (unsigned day = 0; day < kWeekdays.size(); ++day) {
    const std::string_view name = kWeekdays[day];
    if (text.size() != 3 && text.size() != name.size()) continue;
    bool same = true;
    for (std::size_t i = 0; i < text.size(); ++i) same = same && (text[i] | 0x20) == (name[i] | 0x20);
    if (same) return day;
  }
  return std::nullopt;
}

// "@1795464000", as date(1) takes it.
std::optional<WallTime> unix_moment_of(std::string_view text) {
  constexpr std::int64_t kLast = 253402300799;  // 9999-12-31
  std::int64_t seconds = 0;
  if (!text.starts_with('@')) return std::nullopt;
  const auto [end, problem] = std::from_chars(text.data() + 1, text.data() + text.size(), seconds);
  if (problem != std::errc() || end != text.data() + text.size() || seconds < 0 || seconds > kLast) return std::nullopt;
  return WallTime(Seconds(seconds));
}

unsigned weekday_number(local_days day) { return std::chrono::weekday(day).iso_encoding() - 1; }

}  // namespace

std::string civil_text(WallTime time, const Zone& zone) {
  const LocalTime local = zone.local(time);
  const auto day = std::chrono::floor<days>(local);
  const std::chrono::year_month_day date(day);
  return std::to_string(static_cast<int>(date.year())) + "-" + two_digits(static_cast<unsigned>(date.month())) + "-" +
         two_digits(static_cast<unsigned>(date.day())) + " " + clock_text(local - day);
}

std::string utc_text(std::int64_t seconds) { return civil_text(WallTime{Seconds{seconds}}, Zone::utc()) + " UTC"; }

std::string weekday_text(WallTime time, const Zone& zone) {
  const LocalTime local = zone.local(time);
  const auto day = std::chrono::floor<days>(local);
  return std::string(kWeekdays[weekday_number(day)]) + " " + clock_text(local - day);
}

CivilHour civil_hour(WallTime time, const Zone& zone) {
  const LocalTime local = zone.local(time);
  const auto day = std::chrono::floor<days>(local);
  return {day.time_since_epoch().count(), static_cast<int>(std::chrono::duration_cast<std::chrono::hours>(local - day).count())};
}

Result<WallTime, std::string> read_moment(std::string_view written, const Zone& zone, WallTime now) {
  if (written == "now") return now;
  if (const auto moment = unix_moment_of(written)) return *moment;
  const auto today = std::chrono::floor<days>(zone.local(now));
  if (const auto clock = clock_of(written)) return zone.wall(today + *clock);
  if (written.size() > 6) {
    const auto clock = clock_of(written.substr(written.size() - 5));
    const std::string_view before = written.substr(0, written.size() - 6);
    const char between = written[written.size() - 6];
    const auto date = date_of(before);
    const auto weekday = weekday_of(before);
    if (clock && date && (between == ' ' || between == 'T')) return zone.wall(*date + *clock);
    if (clock && weekday && between == ' ') return zone.wall(today + days((*weekday + 7 - weekday_number(today)) % 7) + *clock);
  }
  return quote(written) + " is not a time; write now, \"2026-11-21 20:59\", \"mon 21:00\" or \"21:00\"";
}

}  // namespace darban
