// SPDX-License-Identifier: Apache-2.0
#include "policy/exception_days.h"

#include <algorithm>
#include <chrono>
#include <map>

namespace darban {
namespace {

constexpr std::int64_t kSecondsPerMinute = 60;

std::int32_t day_of(LocalTime time) {
  return static_cast<std::int32_t>(std::chrono::floor<std::chrono::days>(time).time_since_epoch().count());
}
WallTime moment(std::int64_t unix_seconds) { return WallTime(Seconds(unix_seconds)); }

DayRange days_of(const CalendarEvent& event, const CalendarSpan& span, const Zone& zone) {
  if (event.all_day) return {static_cast<std::int32_t>(span.begin), static_cast<std::int32_t>(span.end - 1)};
  const std::int64_t last = std::max(span.begin, span.end - 1);
  DayRange days{day_of(zone.local(moment(span.begin))), day_of(zone.local(moment(last)))};
  if (days.last < days.first) std::swap(days.first, days.last);  // the clock went back over midnight
  return days;
}

// What the clock on the wall shows during a span, as minutes: a stretch for each stretch of the zone.
template <typename Take>
void each_local_stretch(const CalendarSpan& span, const Zone& zone, const Take& take) {
  for (std::int64_t at = span.begin; at < span.end;) {
    const Zone::Span here = zone.span_at(moment(at));
    const std::int64_t end = std::min(span.end, here.end.time_since_epoch().count());
    const std::int64_t east = here.east.count();
    const auto minute = [](std::int64_t second) { return second / kSecondsPerMinute - (second % kSecondsPerMinute < 0 ? 1 : 0); };
    take(minute(at + east), minute(end + east + kSecondsPerMinute - 1));
    at = end;
  }
}

// [begin, end) in minutes since 1970 of the clock on the wall, cut at its midnights.
void add_parts(std::int64_t begin, std::int64_t end, std::size_t most, std::vector<DayPart>& parts) {
  while (begin < end && parts.size() <= most) {
    std::int64_t day = begin / kMinutesPerDay;
    if (begin < day * kMinutesPerDay) --day;
    const std::int64_t midnight = (day + 1) * kMinutesPerDay;
    const std::int64_t until = std::min(end, midnight);
    parts.push_back({static_cast<std::int32_t>(day), static_cast<std::uint16_t>(begin - day * kMinutesPerDay),
                     static_cast<std::uint16_t>(until - day * kMinutesPerDay)});
    begin = until;
  }
}

void join(std::vector<DayRange>& ranges) {
  std::sort(ranges.begin(), ranges.end(), [](const DayRange& a, const DayRange& b) { return a.first < b.first; });
  std::vector<DayRange> apart;
  for (const DayRange& range : ranges) {
    if (!apart.empty() && range.first <= apart.back().last + 1)
      apart.back().last = std::max(apart.back().last, range.last);
    else
      apart.push_back(range);
  }
  ranges = std::move(apart);
}

void join(std::vector<DayPart>& parts) {
  std::sort(parts.begin(), parts.end(),
            [](const DayPart& a, const DayPart& b) { return a.day != b.day ? a.day < b.day : a.start < b.start; });
  std::vector<DayPart> apart;
  for (const DayPart& part : parts) {
    if (!apart.empty() && part.day == apart.back().day && part.start <= apart.back().end)
      apart.back().end = std::max(apart.back().end, part.end);
    else
      apart.push_back(part);
  }
  parts = std::move(apart);
}

// Goes from one date where something changes to the next; between two of them every date is alike, but for the weekday.
class Walk {
 public:
  Walk(std::span<const DateException* const> exceptions, std::span<const WeekWindow> week)
      : exceptions_(exceptions), week_(week) {
    for (std::uint32_t i = 0; i < exceptions.size(); ++i) {
      for (const DayRange& range : exceptions[i]->covered) {
        borders_.push_back({range.first, i, true});
        borders_.push_back({range.last + 1, i, false});
      }
      for (const DayPart& part : exceptions[i]->parts) parts_.push_back({part, i});
    }
    std::stable_sort(borders_.begin(), borders_.end(), [](const Border& a, const Border& b) { return a.day < b.day; });
    std::stable_sort(parts_.begin(), parts_.end(), [](const Part& a, const Part& b) { return a.part.day < b.part.day; });
  }

  std::optional<SpecialDays> special_days(std::size_t most) {
    for (std::optional<std::int32_t> day = first(); day;) {
      pass_borders(*day);
      const auto here = parts_on(*day);
      const std::optional<std::int32_t> next = following(*day, !here.empty());
      const bool special = !covering_.empty() || !here.empty();
      if (special) {
        const std::int32_t end = next.value_or(*day + 1);
        if (made_.days.size() + static_cast<std::size_t>(end - *day) > most) return std::nullopt;
        const std::uint32_t plan = plan_of(*day, here);
        for (std::int32_t each = *day; each < end; ++each) made_.days.push_back({each, plan});
      }
      day = next;
    }
    return std::move(made_);
  }

 private:
  struct Border {
    std::int32_t day;
    std::uint32_t exception;
    bool begins;
  };
  struct Part {
    DayPart part;
    std::uint32_t exception;
  };

  std::optional<std::int32_t> first() const { return sooner(std::nullopt); }
  std::optional<std::int32_t> sooner(std::optional<std::int32_t> day) const {
    if (next_border_ < borders_.size() && (!day || borders_[next_border_].day < *day)) day = borders_[next_border_].day;
    if (next_part_ < parts_.size() && (!day || parts_[next_part_].part.day < *day)) day = parts_[next_part_].part.day;
    return day;
  }
  std::optional<std::int32_t> following(std::int32_t day, bool with_parts) const {
    return sooner(with_parts ? std::optional(day + 1) : std::nullopt);
  }

  void pass_borders(std::int32_t day) {
    for (; next_border_ < borders_.size() && borders_[next_border_].day == day; ++next_border_) {
      const Border& border = borders_[next_border_];
      const auto place = std::lower_bound(covering_.begin(), covering_.end(), border.exception);
      if (border.begins)
        covering_.insert(place, border.exception);
      else
        covering_.erase(place);
    }
  }

  std::span<const Part> parts_on(std::int32_t day) {
    const std::size_t begin = next_part_;
    while (next_part_ < parts_.size() && parts_[next_part_].part.day == day) ++next_part_;
    return std::span(parts_).subspan(begin, next_part_ - begin);
  }

  // Dates with the same exceptions, the same events' minutes and, where the week still counts, the same weekday share a plan.
  std::uint32_t plan_of(std::int32_t day, std::span<const Part> parts) {
    const auto weekday = static_cast<std::uint32_t>(((day + 3) % kDaysPerWeek + kDaysPerWeek) % kDaysPerWeek);
    std::vector<std::uint32_t> key{static_cast<std::uint32_t>(covering_.size()), covering_.empty() ? weekday : 0};
    key.insert(key.end(), covering_.begin(), covering_.end());
    for (const Part& each : parts)
      key.insert(key.end(), {each.exception, (std::uint32_t{each.part.start} << 16) | each.part.end});
    const auto [known, is_new] = plans_.emplace(std::move(key), static_cast<std::uint32_t>(made_.plans.size()));
    if (is_new) made_.plans.push_back(make_plan(weekday, parts));
    return known->second;
  }

  SpecialDays::Plan make_plan(std::uint32_t weekday, std::span<const Part> parts) const {
    SpecialDays::Plan plan;
    if (covering_.empty())
      add_weekday(weekday, 0, plan);
    else
      plan.origin = exceptions_[covering_.front()]->origin;
    for (const std::uint32_t number : covering_) {
      const DateException& exception = *exceptions_[number];
      if (exception.like) add_weekday(*exception.like, exception.origin, plan);
      plan.windows.insert(plan.windows.end(), exception.windows.begin(), exception.windows.end());
    }
    for (const Part& each : parts) {
      WeekWindow window = exceptions_[each.exception]->effect;
      window.start = each.part.start;
      window.end = each.part.end;
      plan.windows.push_back(window);
    }
    return plan;
  }

  void add_weekday(std::uint32_t weekday, Origin origin, SpecialDays::Plan& plan) const {
    for (WeekWindow window : week_) {
      window.origin = origin;
      if ((window.days >> weekday & 1) != 0) plan.windows.push_back(window);
    }
  }

  std::span<const DateException* const> exceptions_;
  std::span<const WeekWindow> week_;
  std::vector<Border> borders_;
  std::vector<Part> parts_;
  std::size_t next_border_ = 0;
  std::size_t next_part_ = 0;
  std::vector<std::uint32_t> covering_;  // ascending
  std::map<std::vector<std::uint32_t>, std::uint32_t> plans_;
  SpecialDays made_;
};

}  // namespace

bool takes(const WrittenException& exception, const CalendarEvent& event) {
  return exception.events.empty() ||
         std::any_of(exception.events.begin(), exception.events.end(),
                     [&](const std::string& pattern) { return fits_pattern(event.summary, pattern); });
}

std::vector<DayRange> covered_days(const WrittenException& exception, const Calendar* calendar, const Zone& zone) {
  if (exception.calendar.empty()) return {{exception.first_day, exception.last_day}};
  std::vector<DayRange> ranges;
  if (calendar == nullptr || exception.span_mode) return ranges;
  for (const CalendarEvent& event : calendar->events) {
    if (!takes(exception, event)) continue;
    for (const CalendarSpan& span : event.spans) ranges.push_back(days_of(event, span, zone));
  }
  join(ranges);
  return ranges;
}

std::optional<std::vector<DayPart>> event_parts(const WrittenException& exception, const Calendar& calendar, const Zone& zone,
                                                std::size_t most) {
  std::vector<DayPart> parts;
  if (!exception.span_mode) return parts;
  const auto add = [&](std::int64_t begin, std::int64_t end) { add_parts(begin, end, most, parts); };
  for (const CalendarEvent& event : calendar.events) {
    if (!takes(exception, event)) continue;
    for (const CalendarSpan& span : event.spans) {
      if (event.all_day)
        add(span.begin * kMinutesPerDay, span.end * kMinutesPerDay);
      else
        each_local_stretch(span, zone, add);
      if (parts.size() > most) return std::nullopt;
    }
  }
  join(parts);
  return parts;
}

std::optional<SpecialDays> special_days(std::span<const DateException* const> exceptions, std::span<const WeekWindow> week,
                                        std::size_t most) {
  return Walk(exceptions, week).special_days(most);
}

}  // namespace darban
