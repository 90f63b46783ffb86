// SPDX-License-Identifier: Apache-2.0
// The ring of segments and the walk over the zone's changes, against the obvious way: every minute of some years, what the C
// library's clock shows, and whether a window is open at that minute of that day. DARBAN_EXHAUSTIVE=1 asks every minute of ten
// years.
#include <doctest/doctest.h>
#include <time.h>

#include <algorithm>
#include <cstdlib>
#include <random>
#include <string>
#include <vector>

#include "policy/timetable.h"

using namespace darban;

namespace {

struct ZoneYears {
  const char* zone;
  int first_year;  // one with something to see
  int phase = 0;   // the second of a UTC minute at which a local minute begins
};

constexpr ZoneYears kZones[] = {
    {"Asia/Karachi", 2008},                // summer time in 2008 and 2009
    {"Europe/London", 2026},               //
    {"America/New_York", 2026},            //
    {"Australia/Sydney", 2026},            //
    {"Australia/Lord_Howe", 2026},         // half an hour
    {"Asia/Tehran", 2021},                 // the last summer times, at midnight
    {"Asia/Kolkata", 2026},                //
    {"America/St_Johns", 2010},            // changed at one minute past midnight
    {"Pacific/Apia", 2011},                // a day that never was
    {"Africa/Casablanca", 2026},           // back for Ramadan
    {"Antarctica/Troll", 2026},            // two hours
    {"UTC", 2026},                         //
    {"CET-1CEST,M3.5.0,M10.5.0/3", 2036},  //
    {"<+0317>-03:17:05", 2026, 55},
};

// What the wall clock shows at each minute: minutes since Monday 00:00.
std::vector<int> shown_minutes(const ZoneYears& where, std::int64_t first, std::size_t minutes) {
  ::setenv("TZ", where.zone, 1);
  ::tzset();
  std::vector<int> shown(minutes);
  for (std::size_t i = 0; i < minutes; ++i) {
    const time_t moment = first + static_cast<std::int64_t>(i) * 60;
    struct tm local {};
    ::localtime_r(&moment, &local);
    shown[i] = (local.tm_wday + 6) % 7 * kMinutesPerDay + local.tm_hour * 60 + local.tm_min;
  }
  ::unsetenv("TZ");
  ::tzset();
  return shown;
}

std::int64_t first_second(int year) {
  struct tm date {};
  date.tm_year = year - 1900;
  date.tm_mday = 1;
  return ::timegm(&date);
}

bool starts_on(const WeekWindow& window, int day) { return (window.days >> day & 1) != 0; }

Timetable::State slow_state(const std::vector<WeekWindow>& windows, int shown) {
  const int day = shown / kMinutesPerDay;
  const int minute = shown % kMinutesPerDay;
  const int yesterday = (day + 6) % 7;
  Timetable::State state;
  for (const WeekWindow& window : windows) {
    const bool over_night = window.end <= window.start;
    const bool evening = starts_on(window, day) && minute >= window.start && (over_night || minute < window.end);
    const bool morning = starts_on(window, yesterday) && over_night && minute < window.end;
    if (!evening && !morning) continue;
    state.mode = std::max(state.mode, window.mode);
    state.services |= window.services;
    state.opens |= window.opens;
  }
  return state;
}

// Many where clocks change: at night, and at the very hour; some anywhere.
std::uint16_t random_minute(std::mt19937& random) {
  switch (random() % 4) {
    case 0:
      return static_cast<std::uint16_t>(random() % 5 * 60);
    case 1:
      return static_cast<std::uint16_t>(random() % (4 * 60));
    case 2:
      return static_cast<std::uint16_t>(random() % 24 * 60);
    default:
      return static_cast<std::uint16_t>(random() % kMinutesPerDay);
  }
}

std::vector<WeekWindow> random_windows(std::mt19937& random) {
  std::vector<WeekWindow> windows;
  const auto below = [&](unsigned bound) { return static_cast<unsigned>(random() % bound); };
  for (unsigned count = 1 + below(6); count > 0; --count) {
    WeekWindow window;
    window.days = static_cast<std::uint8_t>(1 + below(127));
    window.start = random_minute(random);
    window.end = below(8) == 0 ? window.start : random_minute(random);
    window.mode = static_cast<Mode>(below(5));
    if (below(3) == 0) window.services.add(static_cast<CategoryId>(128 + below(3)));
    if (below(3) == 0) window.opens.add(static_cast<CategoryId>(128 + below(3)));
    windows.push_back(window);
  }
  return windows;
}

}  // namespace

TEST_CASE("mode and next change are those of a loop over every minute") {
  const bool every_minute = std::getenv("DARBAN_EXHAUSTIVE") != nullptr;
  std::mt19937 random(20261121);
  for (const ZoneYears& where : kZones) {
    CAPTURE(where.zone);
    const auto zone = Zone::from_text(where.zone);
    REQUIRE(zone);
    const std::int64_t first = first_second(where.first_year) + where.phase;
    const auto minutes = static_cast<std::size_t>((first_second(where.first_year + (every_minute ? 10 : 2)) - first) / 60);
    const std::vector<int> shown = shown_minutes(where, first, minutes);

    for (int round = 0; round < (every_minute ? 20 : 4); ++round) {
      const std::vector<WeekWindow> windows = random_windows(random);
      const Timetable timetable(windows);
      std::vector<Timetable::State> states;
      std::vector<std::size_t> by_minute;  // of the week: which state
      for (int minute = 0; minute < kMinutesPerWeek; ++minute) {
        const Timetable::State state = slow_state(windows, minute);
        by_minute.push_back(static_cast<std::size_t>(std::find(states.begin(), states.end(), state) - states.begin()));
        if (by_minute.back() == states.size()) states.push_back(state);
      }
      const std::size_t* of_minute = by_minute.data();
      const int* minute_shown = shown.data();
      const auto slow = [&](std::size_t i) { return of_minute[minute_shown[i]]; };

      std::size_t change = minutes;  // the next one after minute i; `minutes`: not within these years
      int wrong = 0;
      const auto compare = [&](std::size_t i, int second) {
        const std::int64_t moment = first + static_cast<std::int64_t>(i) * 60 + second;
        const auto found = timetable.at(WallTime(Seconds(moment)), *zone);
        const bool same_change = change == minutes
                                     ? found.until.time_since_epoch().count() >= first + static_cast<std::int64_t>(minutes) * 60
                                     : found.until.time_since_epoch().count() == first + static_cast<std::int64_t>(change) * 60;
        if (timetable.state(found.state) == states[slow(i)] && same_change) return;
        if (++wrong < 3) MESSAGE("differs at " << moment << " with " << windows.size() << " windows");
      };
      for (std::size_t i = minutes; i-- > 0;) {
        const bool edge = i + 1 < minutes && slow(i + 1) != slow(i);
        if (edge) change = i + 1;
        if (edge || (i + 1 < minutes && shown[i + 1] != (shown[i] + 1) % kMinutesPerWeek)) compare(i, 59);
        if (every_minute || i % 29 == 0 || change == i + 1) compare(i, static_cast<int>(random() % 60));
        if (i > 0 && slow(i - 1) != slow(i)) compare(i, 0);
      }
      CHECK(wrong == 0);
    }
  }
}
