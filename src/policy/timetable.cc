// SPDX-License-Identifier: Apache-2.0
#include "policy/timetable.h"

#include <algorithm>
#include <array>
#include <chrono>

#include "policy/profile.h"

namespace darban {
namespace {

constexpr std::int64_t kSecondsPerMinute = 60;
constexpr std::int64_t kSecondsPerWeek = kMinutesPerWeek * kSecondsPerMinute;

// 1970-01-01 was a Thursday: Monday 00:00 came three days before.
constexpr std::int64_t kMondayOffset = 3 * std::int64_t{kMinutesPerDay} * kSecondsPerMinute;

std::int64_t second_of_week(LocalTime local) {
  const std::int64_t since_monday = local.time_since_epoch().count() + kMondayOffset;
  const std::int64_t second = since_monday % kSecondsPerWeek;
  return second < 0 ? second + kSecondsPerWeek : second;
}

// A window begins or ends at a minute of the ring.
struct Edge {
  int minute;
  int change;  // +1 begins, -1 ends
  std::size_t window;
};

int length_of(const WeekWindow& window) {
  return window.end > window.start ? window.end - window.start : window.end - window.start + kMinutesPerDay;
}

std::vector<Edge> edges_of(std::span<const WeekWindow> windows) {
  std::vector<Edge> edges;
  for (std::size_t i = 0; i < windows.size(); ++i) {
    const WeekWindow& window = windows[i];
    for (int day = 0; day < 7; ++day) {
      if ((window.days >> day & 1) == 0) continue;
      const int begin = day * kMinutesPerDay + window.start;
      const int end = begin + length_of(window);
      const bool over_the_seam = end > kMinutesPerWeek;
      edges.push_back({begin, +1, i});
      edges.push_back({over_the_seam ? end - kMinutesPerWeek : end, -1, i});
      if (over_the_seam) edges.push_back({0, +1, i});  // on already where the ring is cut open
    }
  }
  std::sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.minute < b.minute; });
  return edges;
}

// How many windows are on, at one minute of the sweep.
class Sweep {
 public:
  explicit Sweep(std::span<const WeekWindow> windows) : windows_(windows), on_(windows.size()) {}
  void apply(const Edge& edge) {
    on_[edge.window] += edge.change;
    modes_[static_cast<std::size_t>(windows_[edge.window].mode)] += edge.change;
  }
  Timetable::State state() const {
    Timetable::State state;
    for (std::size_t mode = 0; mode < kModes; ++mode) {
      if (modes_[mode] > 0) state.mode = static_cast<Mode>(mode);
    }
    for (std::size_t i = 0; i < windows_.size(); ++i) {
      if (on_[i] == 0) continue;
      state.services |= windows_[i].services;
      state.opens |= windows_[i].opens;
    }
    return state;
  }

 private:
  std::span<const WeekWindow> windows_;
  std::vector<int> on_;
  std::array<int, kModes> modes_{};
};

}  // namespace

Timetable::Timetable(std::span<const WeekWindow> windows) {
  const std::vector<Edge> edges = edges_of(windows);
  Sweep sweep(windows);
  std::size_t next = 0;
  for (int minute = 0; minute < kMinutesPerWeek;) {
    for (; next < edges.size() && edges[next].minute == minute; ++next) sweep.apply(edges[next]);
    const std::uint16_t state = number_of(sweep.state());
    if (segments_.empty() || segments_.back().state != state) segments_.push_back({static_cast<std::uint16_t>(minute), state});
    minute = next < edges.size() ? edges[next].minute : kMinutesPerWeek;
  }
}

std::uint16_t Timetable::number_of(const State& state) {
  const auto known = std::find(states_.begin(), states_.end(), state);
  const auto number = static_cast<std::uint16_t>(known - states_.begin());
  if (known == states_.end()) states_.push_back(state);
  return number;
}

std::size_t Timetable::segment_at(int minute) const {
  const auto later = std::upper_bound(segments_.begin(), segments_.end(), minute,
                                      [](int wanted, const Segment& segment) { return wanted < segment.begin; });
  return static_cast<std::size_t>(later - segments_.begin()) - 1;
}

Timetable::Moment Timetable::at(WallTime time, const Zone& zone) const {
  Zone::Span span = zone.span_at(time);
  std::int64_t second = second_of_week(LocalTime(time.time_since_epoch() + span.east));
  std::size_t segment = segment_at(static_cast<int>(second / kSecondsPerMinute));
  const std::uint16_t asked = segments_[segment].state;
  if (segments_.size() == 1) return {asked, kNever};

  WallTime from = time;
  while (segments_[segment].state == asked) {
    // Within one stretch of the zone local time runs evenly: the next segment with another state, if the stretch lasts that long.
    std::int64_t turns = 0;
    do {
      segment = segment + 1 == segments_.size() ? 0 : segment + 1;
      if (segment == 0) ++turns;
    } while (segments_[segment].state == asked);  // at most twice: only the last and the first may be alike
    const std::int64_t begins = segments_[segment].begin * kSecondsPerMinute + turns * kSecondsPerWeek;
    const WallTime edge = from + Seconds(begins - second);
    if (edge < span.end) return {asked, edge};

    from = span.end;  // the clock jumps: perhaps into another state, perhaps over one
    span = zone.span_at(from);
    second = second_of_week(LocalTime(from.time_since_epoch() + span.east));
    segment = segment_at(static_cast<int>(second / kSecondsPerMinute));
  }
  return {asked, from};
}

}  // namespace darban
