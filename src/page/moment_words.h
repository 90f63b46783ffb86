// SPDX-License-Identifier: Apache-2.0
// Times of rules, as the household's clock on the wall shows them and in the reader's language. Pure.
#pragma once
#include <string>

#include "base/clock.h"
#include "base/zone.h"
#include "page/words.h"

namespace darban::page {

// "21:00": the time of day a rule begins or ends at. In every script it is read from left to right, so it is isolated as such.
class ClockTime {
 public:
  explicit ClockTime(LocalTime time);
  const std::string& view() const { return text_; }

 private:
  std::string text_;
};

// "2026-11-27".
class CivilDate {
 public:
  explicit CivilDate(LocalTime time);
  const std::string& view() const { return text_; }

 private:
  std::string text_;
};

}  // namespace darban::page

namespace darban {
template <>
inline constexpr bool is_showable<page::ClockTime> = true;
template <>
inline constexpr bool is_showable<page::CivilDate> = true;
}  // namespace darban

namespace darban::page {

// 1 is Monday.
Phrase day_name(const Words& words, unsigned iso_weekday);
// "21:00" today, "Tuesday 06:30" within a week, with the date after that.
Phrase when_words(const Words& words, const Zone& zone, WallTime now, WallTime then);
// "2 hours and 5 minutes left." Started minutes count whole.
Markup left_words(const Words& words, Seconds left);

}  // namespace darban::page
