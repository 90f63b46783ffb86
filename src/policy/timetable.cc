// SPDX-License-Identifier: Apache-2.0
#include "policy/timetable.h"

#include <algorithm>
#include <chrono>
#include <map>

#include "policy/profile.h"

namespace darban {
namespace {

using std::chrono::days;
using std::chrono::local_days;
using std::chrono::minutes;

// "No local time": later than any that is asked for.
constexpr LocalTime kNoTime{kNever.time_since_epoch()};

int number_of(local_days day) { return static_cast<int>(day.time_since_epoch().count()); }
std::size_t weekday_of(std::int32_t day) {  // 0 = Monday; 1970-01-01 was a Thursday
  return static_cast<std::size_t>(((day + 3) % kDaysPerWeek + kDaysPerWeek) % kDaysPerWeek);
}

int length_of(const WeekWindow& window) {
  return window.end > window.start ? window.end - window.start : window.end - window.start + kMinutesPerDay;
}

// The part of a window that lies on one day.
struct Part {
  int begin;
  int end;
  const WeekWindow* window;
};

// How many windows are on, at one minute of the sweep over a day.
class Sweep {
 public:
  void begin(const WeekWindow& window) {
    on_.push_back(&window);
    ++modes_[static_cast<std::size_t>(window.mode)];
  }
  void end(const WeekWindow& window) {
    on_.erase(std::find(on_.begin(), on_.end(), &window));
    --modes_[static_cast<std::size_t>(window.mode)];
  }
  Timetable::State state() const {
    Timetable::State state;
    for (std::size_t mode = 0; mode < kModes; ++mode) {
      if (modes_[mode] > 0) state.mode = static_cast<Mode>(mode);
    }
    for (const WeekWindow* window : on_) {
      state.services |= window->services;
      state.opens |= window->opens;
    }
    return state;
  }
  Origin origin(Mode mode, Origin where_nothing_is_on) const {
    if (on_.empty()) return where_nothing_is_on;
    Origin first = 0;
    for (const WeekWindow* window : on_) {
      if (window->mode == mode && window->origin != 0 && (first == 0 || window->origin < first)) first = window->origin;
    }
    return first;
  }

 private:
  std::vector<const WeekWindow*> on_;
  std::array<int, kModes> modes_{};
};

}  // namespace

// Numbers 0 to 6 are the plans of the weekdays, those of special days come behind.
class Timetable::Builder {
 public:
  Builder(Timetable& to_fill, std::span<const WeekWindow> week, const SpecialDays& special) : made_(to_fill) {
    plans_.resize(kDaysPerWeek);
    for (const WeekWindow& window : week) {
      for (std::size_t day = 0; day < kDaysPerWeek; ++day) {
        if ((window.days >> day & 1) != 0) plans_[day].windows.push_back(window);
      }
    }
    plans_.insert(plans_.end(), special.plans.begin(), special.plans.end());
    for (std::uint32_t day = 0; day < kDaysPerWeek; ++day)
      made_.of_weekday_[day] = course_of((day + kDaysPerWeek - 1) % kDaysPerWeek, day);
    add_days(special.days);
  }

 private:
  void add_days(std::span<const SpecialDays::Day> all) {
    for (std::size_t i = 0; i < all.size(); ++i) {
      const std::int32_t day = all[i].day;
      const bool yesterday_too = i > 0 && all[i - 1].day == day - 1;
      add(day, yesterday_too ? plan_of(all[i - 1]) : weekday_of(day - 1), plan_of(all[i]));
      const bool tomorrow_too = i + 1 < all.size() && all[i + 1].day == day + 1;
      if (!tomorrow_too) add(day + 1, plan_of(all[i]), weekday_of(day + 1));
    }
  }
  static std::size_t plan_of(const SpecialDays::Day& day) { return day.plan + kDaysPerWeek; }
  void add(std::int32_t day, std::size_t yesterday, std::size_t today) {
    made_.dated_.push_back({day, course_of(yesterday, today)});
  }

  std::uint32_t course_of(std::size_t yesterday, std::size_t today) {
    const auto [known, is_new] = courses_.emplace(std::pair(yesterday, today), static_cast<std::uint32_t>(made_.courses_.size()));
    if (is_new) make_course(plans_[yesterday], plans_[today]);
    return known->second;
  }

  void make_course(const SpecialDays::Plan& yesterday, const SpecialDays::Plan& today) {
    std::vector<Part> parts;
    for (const WeekWindow& window : yesterday.windows) {
      const int end = window.start + length_of(window) - kMinutesPerDay;
      if (end > 0) parts.push_back({0, end, &window});
    }
    for (const WeekWindow& window : today.windows)
      parts.push_back({window.start, std::min(window.start + length_of(window), kMinutesPerDay), &window});
    cut(parts, today.origin);
  }

  void cut(const std::vector<Part>& parts, Origin where_nothing_is_on) {
    struct Edge {
      int minute;
      bool begins;
      const WeekWindow* window;
    };
    std::vector<Edge> edges;
    for (const Part& part : parts) {
      edges.push_back({part.begin, true, part.window});
      edges.push_back({part.end, false, part.window});
    }
    std::stable_sort(edges.begin(), edges.end(), [](const Edge& a, const Edge& b) { return a.minute < b.minute; });

    const auto first = static_cast<std::uint32_t>(made_.segments_.size());
    Sweep sweep;
    std::size_t next = 0;
    for (int minute = 0; minute < kMinutesPerDay;) {
      for (; next < edges.size() && edges[next].minute == minute; ++next)
        edges[next].begins ? sweep.begin(*edges[next].window) : sweep.end(*edges[next].window);
      const State state = sweep.state();
      const Segment segment{static_cast<std::uint16_t>(minute), sweep.origin(state.mode, where_nothing_is_on), number_of(state)};
      const bool same = made_.segments_.size() > first && made_.segments_.back().state == segment.state &&
                        made_.segments_.back().origin == segment.origin;
      if (!same) made_.segments_.push_back(segment);
      minute = next < edges.size() ? edges[next].minute : kMinutesPerDay;
    }
    made_.courses_.push_back({first, static_cast<std::uint32_t>(made_.segments_.size()) - first});
  }

  std::uint32_t number_of(const State& state) {
    const auto known = std::find(made_.states_.begin(), made_.states_.end(), state);
    const auto number = static_cast<std::uint32_t>(known - made_.states_.begin());
    if (known == made_.states_.end()) made_.states_.push_back(state);
    return number;
  }

  Timetable& made_;
  std::vector<SpecialDays::Plan> plans_;
  std::map<std::pair<std::size_t, std::size_t>, std::uint32_t> courses_;  // by yesterday's plan and today's
};

Timetable::Timetable(std::span<const WeekWindow> week, const SpecialDays& special) { Builder(*this, week, special); }

std::span<const Timetable::Segment> Timetable::segments_of(Days day) const {
  const std::int32_t number = number_of(day);
  const auto dated = std::lower_bound(dated_.begin(), dated_.end(), number,
                                      [](const Dated& each, std::int32_t wanted) { return each.day < wanted; });
  if (dated != dated_.end() && dated->day == number) return segments_of(dated->course);
  return segments_of(of_weekday_[weekday_of(number)]);
}

const Timetable::Segment& Timetable::segment_at(LocalTime time) const {
  const auto day = std::chrono::floor<days>(time);
  const auto minute = std::chrono::floor<minutes>(time - day).count();
  const auto segments = segments_of(day);
  const auto later = std::upper_bound(segments.begin(), segments.end(), minute,
                                      [](std::int64_t wanted, const Segment& segment) { return wanted < segment.begin; });
  return *std::prev(later);
}

Origin Timetable::origin_at(WallTime time, const Zone& zone) const { return segment_at(zone.local(time)).origin; }

// The first local time after `after` with another state, were there no summer time; kNoTime if there is none. A week of ordinary
// days that is all `state` stands for all of them up to the next special day.
LocalTime Timetable::next_other(LocalTime after, std::uint32_t state) const {
  Days day = std::chrono::floor<days>(after);
  auto dated = std::lower_bound(dated_.begin(), dated_.end(), number_of(day),
                                [](const Dated& each, std::int32_t wanted) { return each.day < wanted; });
  for (int ordinary = 0;;) {
    const bool is_dated = dated != dated_.end() && dated->day == number_of(day);
    for (const Segment& segment : segments_of(is_dated ? dated->course : of_weekday_[weekday_of(number_of(day))])) {
      const LocalTime begins = day + minutes(segment.begin);
      if (segment.state != state && begins > after) return begins;
    }
    ordinary = is_dated ? 0 : ordinary + 1;
    if (is_dated) ++dated;
    day += days(1);
    if (ordinary <= kDaysPerWeek) continue;  // one more than a week: of the first day only what comes after `after` was seen
    if (dated == dated_.end()) return kNoTime;
    day = Days(days(dated->day));
    ordinary = 0;
  }
}

// From here on nothing changes any more if it does not within a week. Two days more than the last special day's, because a clock
// that goes back may show the end of one again.
LocalTime Timetable::nothing_after() const {
  return dated_.empty() ? LocalTime(-kNever.time_since_epoch()) : LocalTime(days(dated_.back().day + 3));
}

Timetable::Moment Timetable::at(WallTime time, const Zone& zone) const {
  Zone::Span span = zone.span_at(time);
  LocalTime local(time.time_since_epoch() + span.east);
  const std::uint32_t asked = segment_at(local).state;
  if (states_.size() == 1) return {asked, kNever};

  WallTime from = time;
  do {
    // Within one stretch of the zone local time runs evenly: the next other state, if the stretch lasts that long.
    const LocalTime next = next_other(local, asked);
    if (next == kNoTime && local >= nothing_after()) return {asked, kNever};
    const WallTime edge = next == kNoTime ? kNever : from + (next - local);
    if (edge < span.end) return {asked, edge};
    if (span.end == kNever) return {asked, kNever};

    from = span.end;  // the clock jumps: perhaps into another state, perhaps over one
    span = zone.span_at(from);
    local = LocalTime(from.time_since_epoch() + span.east);
  } while (segment_at(local).state == asked);
  return {asked, from};
}

}  // namespace darban
