// SPDX-License-Identifier: Apache-2.0
// When a mode is on. What starts on a date is the plan of that date: its weekday's windows, or those of an exception (holidays,
// an exam week). A window that began the evening before runs to its end, whatever the new date is. So the course of a day is made
// of two plans, yesterday's and today's, and is cut into segments once for each pair that occurs; the state of a moment is the
// segment its local minute lies in. So a skipped start begins at the next existing minute and a repeated hour applies twice
// (decisions.md 5), without a word about summer time in here: only `at` walks the zone's changes. Immutable once made; any thread
// may read. Slow twin: tests/oracle/timetable_oracle_test.cc asks every minute of ten years in fourteen zones.
#pragma once
#include <array>
#include <cstdint>
#include <span>
#include <utility>
#include <vector>

#include "base/clock.h"
#include "base/zone.h"
#include "config/household.h"
#include "lists/category.h"

namespace darban {

inline constexpr int kMinutesPerDay = 1440;
inline constexpr int kDaysPerWeek = 7;

// Says where a window comes from: 0 is the week itself, n the household's exception n - 1.
using Origin = std::uint16_t;

// A window as the household file has it, its services counted by the builder.
struct WeekWindow {
  std::uint8_t days = 0;    // bit 0 = Monday: the days on whose evening it starts; the plan of a date does not look at it
  std::uint16_t start = 0;  // minute of the day
  std::uint16_t end = 0;    // half-open; end <= start runs into the next day, equal is 24 hours
  Mode mode = Mode::free;
  CategorySet services;  // closed in this window too
  CategorySet opens{};   // open in this window, although profile and mode close them
  Origin origin = 0;
};

// Dates that have a plan of their own in place of their weekday's.
struct SpecialDays {
  struct Plan {
    std::vector<WeekWindow> windows;
    Origin origin = 0;  // why it is free where no window is
  };
  struct Day {
    std::int32_t day = 0;    // since 1970-01-01, by the household's clock
    std::uint32_t plan = 0;  // which of the plans
  };
  std::vector<Plan> plans;
  std::vector<Day> days;  // ascending, each once
};

class Timetable {
 public:
  // Windows may overlap: the stricter mode wins, what they close and what they open adds up, and closing wins over opening.
  explicit Timetable(std::span<const WeekWindow> week, const SpecialDays& special = {});

  struct State {
    Mode mode = Mode::free;
    CategorySet services;
    CategorySet opens;
    friend bool operator==(const State&, const State&) = default;
  };
  // The state of a moment, by number, and the first moment after it with another state: kNever if there is none. Exact: a reply's
  // TTL may not reach past it. A date or a window that ends without a change of state is no edge.
  struct Moment {
    std::size_t state = 0;
    WallTime until = kNever;
  };
  Moment at(WallTime time, const Zone& zone) const;
  std::size_t states() const { return states_.size(); }
  const State& state(std::size_t number) const { return states_[number]; }
  // Where the mode of a moment comes from: of the windows that give it, an exception's before the week's.
  Origin origin_at(WallTime time, const Zone& zone) const;

 private:
  struct Segment {
    std::uint16_t begin;  // minute of the day
    Origin origin;
    std::uint32_t state;
  };
  struct Course {  // a day's segments: the first begins at 0, neighbours differ
    std::uint32_t first;
    std::uint32_t count;
  };
  struct Dated {
    std::int32_t day;
    std::uint32_t course;
  };
  class Builder;
  using Days = std::chrono::local_days;

  std::span<const Segment> segments_of(std::uint32_t course) const {
    return std::span(segments_).subspan(courses_[course].first, courses_[course].count);
  }
  std::span<const Segment> segments_of(Days day) const;
  const Segment& segment_at(LocalTime time) const;
  LocalTime next_other(LocalTime after, std::uint32_t state) const;
  LocalTime nothing_after() const;

  std::vector<State> states_;      // each once
  std::vector<Segment> segments_;  // of all courses
  std::vector<Course> courses_;
  std::array<std::uint32_t, kDaysPerWeek> of_weekday_{};  // which course, where yesterday was ordinary too
  std::vector<Dated> dated_;                              // ascending: days that are special, and those after one
};

}  // namespace darban
