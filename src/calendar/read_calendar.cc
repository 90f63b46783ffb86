// SPDX-License-Identifier: Apache-2.0
#include "calendar/read_calendar.h"

#include <algorithm>
#include <chrono>
#include <map>
#include <set>
#include <string>

#include "calendar/ics_blocks.h"
#include "calendar/ics_event.h"
#include "calendar/ics_zones.h"

namespace darban {
namespace {

using std::chrono::days;
using std::chrono::floor;

constexpr std::int64_t kSecondsPerDay = 86400;

std::int64_t number_of(LocalDay day) { return day.time_since_epoch().count(); }
LocalDay day_of(const IcsTime& time) { return floor<days>(time.time); }
IcsFault at_line(const IcsFault& fault, int line) { return fault.line == 0 ? IcsFault{fault.fault, line, 1} : fault; }
// Of a zone: where it is described, or else where it is named.
IcsFault fault_of_zone(const IcsFault& fault, const IcsFault& named) { return fault.line == 0 ? named : fault; }

CalendarFault fault_of_length(std::int64_t length, bool all_day) {
  if (length < 0) return CalendarFault::ends_before_it_starts;
  return length > kLongestEvent * (all_day ? 1 : kSecondsPerDay) ? CalendarFault::too_long : CalendarFault::none;
}

// An occurrence is told by its start: a day number of an all-day event, Unix seconds of a timed one.
struct Window {
  LocalDay first_day;
  LocalDay last_day;
  WallTime from;
  WallTime to;
};

// The occurrences of one event that lie in the window and are not taken out.
class Occurrences {
 public:
  Occurrences(const Window& window, bool all_day) : window_(window), all_day_(all_day) {}
  void take_out(LocalDay day) { without_days_.insert(number_of(day)); }
  void take_out(std::int64_t start) { without_starts_.insert(start); }

  // `length` in days or seconds.
  void add(const IcsTime& start, const Zone& zone, std::int64_t length) {
    const LocalDay day = day_of(start);
    if (without_days_.contains(number_of(day))) return;
    const std::int64_t begin = all_day_ ? number_of(day) : zone.wall(start.time).time_since_epoch().count();
    if (without_starts_.contains(begin)) return;
    const std::int64_t end = begin + length;
    const std::int64_t from = all_day_ ? number_of(window_.first_day) : window_.from.time_since_epoch().count();
    const std::int64_t to = all_day_ ? number_of(window_.last_day) + 1 : window_.to.time_since_epoch().count();
    const bool ends_later = end > from || (begin == end && begin == from);
    if (ends_later && begin < to) spans_.push_back({begin, end});
  }

  std::vector<CalendarSpan> in_order() {
    std::sort(spans_.begin(), spans_.end(), [](const CalendarSpan& a, const CalendarSpan& b) {
      return a.begin != b.begin ? a.begin < b.begin : a.end < b.end;
    });
    spans_.erase(std::unique(spans_.begin(), spans_.end()), spans_.end());
    return std::move(spans_);
  }

 private:
  const Window& window_;
  bool all_day_;
  std::set<std::int64_t> without_days_;
  std::set<std::int64_t> without_starts_;
  std::vector<CalendarSpan> spans_;
};

class CalendarReader {
 public:
  CalendarReader(const IcsBlocks& blocks, const CalendarTerms& terms, const IcalValues& values)
      : window_{floor<days>(terms.household.local(terms.from)), floor<days>(terms.household.local(terms.to)), terms.from,
                terms.to},
        zones_(blocks.zones, values, terms.household, window_.last_day + days(366), steps_) {
    for (const IcsBlock& block : blocks.events) events_.push_back(ics_event(block, values));
  }

  Result<Calendar, IcsFault> read() {
    find_overrides();
    Calendar calendar;
    for (const IcsEvent& event : events_) {
      CalendarEvent made{event.line, event.start.is_date, CalendarFault::none, event.summary, {}, 1};
      const IcsFault fault = add_occurrences(event, made.spans);
      if (steps_ < 0) return IcsFault{CalendarFault::too_much_work, event.line, 1};
      if (fault.fault != CalendarFault::none) made = {fault.line, made.all_day, fault.fault, event.summary, {}, fault.column};
      total_ += made.spans.size();
      if (total_ > kMostOccurrences) return IcsFault{CalendarFault::too_many_occurrences, event.line, 1};
      if (made.fault != CalendarFault::none || !made.spans.empty()) calendar.events.push_back(std::move(made));
    }
    return calendar;
  }

 private:
  // Of several changes to one occurrence the latest counts.
  void find_overrides() {
    for (const IcsEvent& event : events_) {
      const bool fine = event.fault.fault == CalendarFault::none && !event.uid.empty();
      if (fine && !event.instead_of && event.cancelled) cancelled_.insert(event.uid);
      if (!fine || !event.instead_of) continue;
      const auto start = start_of(*event.instead_of);
      if (!start) continue;
      const auto [known, is_new] = overrides_[event.uid].emplace(*start, &event);
      if (!is_new && event.sequence >= known->second->sequence) known->second = &event;
    }
  }

  bool is_dropped(const IcsEvent& event) {
    if (event.cancelled || cancelled_.contains(event.uid)) return true;
    if (!event.instead_of || event.uid.empty()) return false;
    const auto start = start_of(*event.instead_of);
    return start && overrides_[event.uid][*start] != &event;
  }

  IcsFault add_occurrences(const IcsEvent& event, std::vector<CalendarSpan>& spans) {
    if (event.fault.fault != CalendarFault::none) return event.fault;
    if (is_dropped(event)) return {};
    const auto zone = zones_.of(event.start);
    if (!zone) return fault_of_zone(zone.error(), event.start_at);
    const auto length = length_of(event, **zone);
    if (!length) return at_line(length.error(), event.line);

    Occurrences all(window_, event.start.is_date);
    if (event.instead_of) {
      all.add(event.start, **zone, *length);
    } else {
      take_out_exceptions(event, all);
      add_repetitions(event, **zone, *length, all);
      for (const IcsPeriod& each : event.also) {
        if (const IcsFault fault = add_period(event, each, *length, all); fault.fault != CalendarFault::none)
          return at_line(fault, event.line);
      }
    }
    spans = all.in_order();
    return {};
  }

  // In days for an all-day event, else in seconds.
  Result<std::int64_t, IcsFault> length_of(const IcsEvent& event, const Zone& zone) {
    const bool all_day = event.start.is_date;
    std::int64_t length = all_day ? 1 : 0;
    if (event.end && all_day) {
      length = (day_of(*event.end) - day_of(event.start)).count();
      if (length == 0) length = 1;  // some programs say the same day twice
    } else if (event.end) {
      const auto end_zone = zones_.of(*event.end);
      if (!end_zone) return fault_of_zone(end_zone.error(), event.end_at);
      length = ((*end_zone)->wall(event.end->time) - zone.wall(event.start.time)).count();
    } else if (event.length) {
      length = event.length->count();
      if (all_day) length = std::max<std::int64_t>(1, (length + kSecondsPerDay - 1) / kSecondsPerDay);
    }
    const CalendarFault fault = fault_of_length(length, all_day);
    if (fault != CalendarFault::none) return IcsFault{fault, event.line, 1};
    return length;
  }

  // The moment or, of a date, the day that an occurrence starts at; nothing when nobody knows the zone.
  std::optional<std::int64_t> start_of(const IcsTime& time) {
    if (time.is_date) return number_of(day_of(time));
    const auto zone = zones_.of(time);
    if (!zone) return std::nullopt;
    return (*zone)->wall(time.time).time_since_epoch().count();
  }

  // EXDATE, and what another event stands in place of: by the moment, or by the date where either is one, because programs mix
  // the two.
  void take_out_exceptions(const IcsEvent& event, Occurrences& all) {
    const auto take_out = [&](const IcsTime& time) {
      const auto start = time.is_date || event.start.is_date ? std::nullopt : start_of(time);
      if (start)
        all.take_out(*start);
      else
        all.take_out(day_of(time));
    };
    for (const IcsTime& each : event.except) take_out(each);
    const auto overrides = overrides_.find(event.uid);
    if (event.uid.empty() || overrides == overrides_.end()) return;
    for (const auto& [start, by] : overrides->second) take_out(*by->instead_of);
  }

  void add_repetitions(const IcsEvent& event, const Zone& zone, std::int64_t length, Occurrences& all) {
    if (!event.rule) return all.add(event.start, zone, length);
    RecurrenceRule rule = *event.rule;
    if (rule.until && rule.until->is_utc) rule.until->time = zone.local(WallTime(rule.until->time.time_since_epoch()));
    // Two days more to both sides, because the event's zone may be another than the household's.
    const days longest((event.start.is_date ? length : length / kSecondsPerDay) + 2);
    const auto found = occurrences(rule, event.start.time, window_.first_day - longest, window_.last_day + days(2), steps_);
    if (!found) return;  // steps_ says it
    IcsTime start = event.start;
    for (const LocalDay day : *found) {
      start.time = day + (event.start.time - floor<days>(event.start.time));
      all.add(start, zone, length);
    }
  }

  IcsFault add_period(const IcsEvent& event, const IcsPeriod& period, std::int64_t length, Occurrences& all) {
    const auto zone = zones_.of(period.begin);
    if (!zone) return zone.error();
    const bool all_day = event.start.is_date;
    if (period.length && !all_day) length = period.length->count();
    if (period.end && !all_day) length = ((*zone)->wall(period.end->time) - (*zone)->wall(period.begin.time)).count();
    const CalendarFault fault = fault_of_length(length, all_day);
    if (fault == CalendarFault::none) all.add(period.begin, **zone, length);
    return {fault, 0};
  }

  Window window_;
  std::int64_t steps_ = kMostSteps;
  IcsZones zones_;
  std::vector<IcsEvent> events_;
  std::map<std::string, std::map<std::int64_t, const IcsEvent*>> overrides_;  // by UID and the start they stand in place of
  std::set<std::string> cancelled_;
  std::size_t total_ = 0;
};

}  // namespace

Result<Calendar, IcsFault> read_calendar(std::string_view text, const CalendarTerms& terms, const IcalValues& values) {
  auto lines = ics_lines(text);
  if (!lines) return lines.error();
  const auto blocks = ics_blocks(std::move(*lines));
  if (!blocks) return blocks.error();
  return CalendarReader(*blocks, terms, values).read();
}

}  // namespace darban
