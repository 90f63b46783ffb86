// SPDX-License-Identifier: Apache-2.0
#include "page/moment_words.h"

#include <chrono>

namespace darban::page {
namespace {

using std::chrono::days;
using std::chrono::floor;

std::string two_digits(std::int64_t number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

ClockTime::ClockTime(LocalTime time) {
  const auto minute = std::chrono::duration_cast<std::chrono::minutes>(time - floor<days>(time)).count();
  text_ = two_digits(minute / 60) + ":" + two_digits(minute % 60);
}

CivilDate::CivilDate(LocalTime time) {
  const std::chrono::year_month_day date(floor<days>(time));
  text_ = std::to_string(static_cast<int>(date.year())) + "-" + two_digits(static_cast<unsigned>(date.month())) + "-" +
          two_digits(static_cast<unsigned>(date.day()));
}

Phrase day_name(const Words& words, unsigned iso_weekday) {
  return words.find("shared.day.", std::to_string(iso_weekday)).value_or(Phrase());
}

Phrase when_words(const Words& words, const Zone& zone, WallTime now, WallTime then) {
  const LocalTime local = zone.local(then);
  const auto day = floor<days>(local);
  const auto away = day - floor<days>(zone.local(now));
  const ClockTime clock(local);
  if (away == days(0)) return words.plain("shared.when.time", {{"time", clock}});
  const Phrase name = day_name(words, std::chrono::weekday{day}.iso_encoding());
  if (away > days(0) && away < days(7)) return words.plain("shared.when.day", {{"day", name}, {"time", clock}});
  return words.plain("shared.when.date", {{"day", name}, {"date", CivilDate(local)}, {"time", clock}});
}

Markup left_words(const Words& words, Seconds left) {
  const std::int64_t minutes = (std::max<std::int64_t>(left.count(), 0) + 59) / 60;
  if (minutes < 60) return words.say("child.rules.left.minutes", {{"minutes", minutes}});
  if (minutes < 48 * 60) return words.say("child.rules.left.hours", {{"hours", minutes / 60}, {"minutes", minutes % 60}});
  return words.say("child.rules.left.days", {{"days", minutes / (24 * 60)}});
}

}  // namespace darban::page
