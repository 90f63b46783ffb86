// SPDX-License-Identifier: Apache-2.0
//   event <line> <column> <fault> day|time <summary>
//   span <begin> <end>
//   end <events> <spans>
// or, alone:
//   fault <line> <column> <fault>
#include "calendar/calendar_lines.h"

#include <algorithm>
#include <charconv>
#include <optional>

#include "calendar/ics_blocks.h"
#include "calendar/ics_event.h"
#include "calendar/read_calendar.h"

namespace darban {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
constexpr std::int64_t kMostDays = 400'000;  // from 1970, either way
constexpr int kMostLines = static_cast<int>(kLargestCalendar);

// The words of one line, one after the other.
class Words {
 public:
  explicit Words(std::string_view line) : left_(line) {}
  std::string_view next() {
    const std::size_t blank = std::min(left_.find(' '), left_.size());
    const std::string_view word = left_.substr(0, blank);
    left_.remove_prefix(std::min(blank + 1, left_.size()));
    return word;
  }
  std::optional<std::int64_t> number(std::int64_t lowest, std::int64_t highest) {
    const std::string_view word = next();
    std::int64_t number = 0;
    const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), number);
    if (problem != std::errc() || end != word.data() + word.size() || number < lowest || number > highest) return std::nullopt;
    return number;
  }
  std::optional<CalendarFault> fault() {
    const auto known = number(0, static_cast<std::int64_t>(kLastCalendarFault));
    return known ? std::optional(static_cast<CalendarFault>(*known)) : std::nullopt;
  }
  std::string_view rest() const { return left_; }

 private:
  std::string_view left_;
};

class LineReader {
 public:
  Result<Calendar, IcsFault> read(std::string_view text) {
    while (!text.empty()) {
      const std::size_t end = text.find('\n');
      if (end == std::string_view::npos || ended_ || !take(text.substr(0, end))) return IcsFault{CalendarFault::no_reader, 0};
      text.remove_prefix(end + 1);
    }
    if (!ended_) return IcsFault{CalendarFault::no_reader, 0};
    if (fault_.fault != CalendarFault::none) return fault_;
    return std::move(calendar_);
  }

 private:
  bool take(std::string_view line) {
    Words words(line);
    const std::string_view kind = words.next();
    if (kind == "event") return take_event(words);
    if (kind == "span") return take_span(words);
    ended_ = true;
    if (kind == "end") return take_end(words);
    return kind == "fault" && take_fault(words);
  }

  bool take_event(Words words) {
    if (calendar_.events.size() == kMostIcsEvents) return false;
    CalendarEvent event;
    const auto line = words.number(0, kMostLines);
    const auto column = words.number(0, kMostLines);
    const auto fault = words.fault();
    const std::string_view kind = words.next();
    if (!line || !column || !fault || (kind != "day" && kind != "time")) return false;
    event.line = static_cast<int>(*line);
    event.column = static_cast<int>(*column);
    event.fault = *fault;
    event.all_day = kind == "day";
    event.summary = words.rest();
    if (event.summary != cleaned(event.summary)) return false;
    calendar_.events.push_back(std::move(event));
    return true;
  }

  bool take_span(Words words) {
    if (calendar_.events.empty() || spans_ == kMostOccurrences) return false;
    CalendarEvent& event = calendar_.events.back();
    const std::int64_t unit = event.all_day ? 1 : kSecondsPerDay;
    const auto begin = words.number(-kMostDays * unit, kMostDays * unit);
    const auto end = words.number(-kMostDays * unit, kMostDays * unit);
    if (!begin || !end || !words.rest().empty() || event.fault != CalendarFault::none) return false;
    const bool in_bounds = *end >= *begin + (event.all_day ? 1 : 0) && *end - *begin <= kLongestEvent * unit;
    const bool in_order = event.spans.empty() || event.spans.back().begin <= *begin;
    if (!in_bounds || !in_order) return false;
    event.spans.push_back({*begin, *end});
    ++spans_;
    return true;
  }

  bool take_end(Words words) {
    const auto events = words.number(0, kMostIcsEvents);
    const auto spans = words.number(0, kMostOccurrences);
    return events && spans && words.rest().empty() && static_cast<std::size_t>(*events) == calendar_.events.size() &&
           static_cast<std::size_t>(*spans) == spans_;
  }

  bool take_fault(Words words) {
    const auto line = words.number(0, kMostLines);
    const auto column = words.number(0, kMostLines);
    const auto fault = words.fault();
    if (!line || !column || !fault || *fault == CalendarFault::none || !words.rest().empty() || !calendar_.events.empty())
      return false;
    fault_ = {*fault, static_cast<int>(*line), static_cast<int>(*column)};
    return true;
  }

  Calendar calendar_;
  IcsFault fault_;
  std::size_t spans_ = 0;
  bool ended_ = false;
};

std::string place_of(int line, int column) { return std::to_string(line) + " " + std::to_string(column) + " "; }
std::string number_of(CalendarFault fault) { return std::to_string(static_cast<int>(fault)); }

}  // namespace

std::string lines_of(const Calendar& calendar) {
  std::string text;
  std::size_t spans = 0;
  for (const CalendarEvent& event : calendar.events) {
    text += "event " + place_of(event.line, event.column) + number_of(event.fault) + (event.all_day ? " day " : " time ") +
            event.summary + "\n";
    for (const CalendarSpan& span : event.spans)
      text += "span " + std::to_string(span.begin) + " " + std::to_string(span.end) + "\n";
    spans += event.spans.size();
  }
  return text + "end " + std::to_string(calendar.events.size()) + " " + std::to_string(spans) + "\n";
}

std::string lines_of(const IcsFault& fault) {
  return "fault " + place_of(fault.line, fault.column) + number_of(fault.fault) + "\n";
}

Result<Calendar, IcsFault> read_calendar_lines(std::string_view text) { return LineReader().read(text); }

}  // namespace darban
