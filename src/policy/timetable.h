// SPDX-License-Identifier: Apache-2.0
// When a mode is on. A week is a ring of 10,080 minutes, so a window that crosses midnight or Sunday is nothing special; the ring
// is cut into segments, and the state of a moment is the segment its local minute lies in. So a skipped start begins at the next
// existing minute and a repeated hour applies twice (decisions.md 5), without a word about summer time in here: only next_change
// walks the zone's changes. Immutable once made; any thread may read. Slow twin: tests/oracle/timetable_oracle_test.cc asks every
// minute of years.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/zone.h"
#include "config/household.h"
#include "lists/category.h"

namespace darban {

inline constexpr int kMinutesPerDay = 1440;
inline constexpr int kMinutesPerWeek = 7 * kMinutesPerDay;

// A window as the household file has it, its services counted by the builder.
struct WeekWindow {
  std::uint8_t days = 0;    // bit 0 = Monday: the days on whose evening it starts
  std::uint16_t start = 0;  // minute of the day
  std::uint16_t end = 0;    // half-open; end <= start runs into the next day, equal is 24 hours
  Mode mode = Mode::free;
  CategorySet services;  // closed in this window too
  CategorySet opens{};   // open in this window, although profile and mode close them
};

class Timetable {
 public:
  // Windows may overlap: the stricter mode wins, what they close and what they open adds up, and closing wins over opening.
  explicit Timetable(std::span<const WeekWindow> windows);

  struct State {
    Mode mode = Mode::free;
    CategorySet services;
    CategorySet opens;
    friend bool operator==(const State&, const State&) = default;
  };
  // The state of a moment, by number, and the first moment after it with another state: kNever if there is none. Exact: a reply's
  // TTL may not reach past it.
  struct Moment {
    std::size_t state = 0;
    WallTime until = kNever;
  };
  Moment at(WallTime time, const Zone& zone) const;
  std::size_t states() const { return states_.size(); }
  const State& state(std::size_t number) const { return states_[number]; }

 private:
  struct Segment {
    std::uint16_t begin;  // minute of the week, Monday 00:00 = 0
    std::uint16_t state;
  };
  std::size_t segment_at(int minute) const;
  std::uint16_t number_of(const State& state);
  std::vector<State> states_;      // each once
  std::vector<Segment> segments_;  // ascending, the first begins at 0, neighbours differ (but perhaps the last and the first)
};

}  // namespace darban
