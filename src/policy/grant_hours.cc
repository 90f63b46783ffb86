// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_hours.h"

#include <chrono>

namespace darban {
namespace {

using std::chrono::days;
using std::chrono::minutes;

constexpr minutes kDayBegins{4 * 60};
constexpr int kUsualMorning = 6 * 60 + 30;
constexpr minutes kNoon{12 * 60};
constexpr int kMostEdges = 200;  // walked at a time: a timetable may change every minute, nobody's day does
constexpr Seconds kLongestNight{16 * 3600};

std::chrono::local_days date_of(WallTime time, const Zone& zone) { return std::chrono::floor<days>(zone.local(time)); }

// Both clocks run on until then.
Now at(const Now& now, WallTime time) { return {now.mono + (time - now.wall), time, true}; }
Now at(WallTime time) { return {MonoTime{}, time, true}; }

// From `from` on, the first moment that `wanted` says yes to; walks the timetable's edges, `last` at the latest.
template <typename ModeOf, typename Wanted>
std::optional<WallTime> first_moment(WallTime from, WallTime last, ModeOf mode_of, Wanted wanted) {
  WallTime time = from;
  for (int edges = 0; edges < kMostEdges && time < last; ++edges) {
    const ModeAt mode = mode_of(time);
    if (wanted(mode)) return time;
    if (mode.until <= time) return std::nullopt;  // never with a sound timetable
    time = mode.until;
  }
  return std::nullopt;
}

}  // namespace

WallTime day_begin(WallTime now, const Zone& zone) {
  const WallTime today = zone.wall(date_of(now, zone) + kDayBegins);
  return today <= now ? today : zone.wall(date_of(now, zone) - days(1) + kDayBegins);
}

WallTime next_day(WallTime now, const Zone& zone) {
  const WallTime today = zone.wall(date_of(now, zone) + kDayBegins);
  return today > now ? today : zone.wall(date_of(now, zone) + days(1) + kDayBegins);
}

WallTime next_clock(WallTime now, int minute, const Zone& zone) {
  const LocalTime wanted = date_of(now, zone) + minutes(minute);
  const WallTime first = zone.wall(wanted);
  if (first > now) return first;
  // In the second pass of a repeated hour the clock may show it once more today.
  const WallTime again = now + (wanted - zone.local(now));
  if (again > now && zone.local(again) == wanted) return again;
  return zone.wall(wanted + days(1));
}

WallTime morning(const Policy& policy, std::optional<ProfileId> profile, const Now& now) {
  const Zone& zone = policy.zone();
  const WallTime usual = next_clock(now.wall, kUsualMorning, zone);
  if (!profile) return usual;
  const auto mode_of = [&](WallTime time) { return policy.timetable_at(*profile, at(time)); };
  const auto time_of_day = zone.local(now.wall) - date_of(now.wall, zone);
  const bool is_early = time_of_day >= kDayBegins && time_of_day < kNoon && mode_of(now.wall).mode >= Mode::bedtime;
  const WallTime night = is_early ? now.wall : next_day(now.wall, zone);
  if (mode_of(night).mode < Mode::bedtime) return usual;
  const auto end =
      first_moment(night, night + kLongestNight, mode_of, [](const ModeAt& mode) { return mode.mode < Mode::bedtime; });
  return end.value_or(usual);
}

bool is_closed(const ModeAt& mode) { return mode.mode != Mode::free || mode.paused; }

std::optional<WallTime> closing_edge(const Policy& policy, const Asker& asker, const Now& now) {
  const auto mode_of = [&](WallTime time) { return policy.mode_at(asker, at(now, time)); };
  return first_moment(now.wall, next_day(now.wall, policy.zone()), mode_of, is_closed);
}

std::optional<WallTime> first_stricter(const Policy& policy, ProfileId profile, Mode mode, WallTime from, WallTime until) {
  const auto mode_of = [&](WallTime time) { return policy.timetable_at(profile, at(time)); };
  return first_moment(from, until, mode_of, [&](const ModeAt& said) { return said.mode > mode; });
}

}  // namespace darban
