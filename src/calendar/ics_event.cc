// SPDX-License-Identifier: Apache-2.0
#include "calendar/ics_event.h"

#include <algorithm>
#include <charconv>

#include "base/utf8.h"

namespace darban {
namespace {

class EventReader {
 public:
  EventReader(const IcsBlock& block, const IcalValues& values) : block_(block), values_(values) { event_.line = block.line; }

  IcsEvent read() {
    int starts = 0;
    for (const IcsLine& line : block_.lines) {
      const std::string name = line.name();
      if (name == "DTSTART" && ++starts > 1) wrong(CalendarFault::no_start, line);
      take(name, line);
    }
    if (starts == 0 && event_.fault.fault == CalendarFault::none) event_.fault = {CalendarFault::no_start, block_.line, 1};
    return std::move(event_);
  }

 private:
  void wrong(CalendarFault fault, const IcsLine& line) {
    if (event_.fault.fault == CalendarFault::none) event_.fault = line.wrong_value(fault);
  }

  void take(const std::string& name, const IcsLine& line) {
    if (name == "SUMMARY") {
      event_.summary = cleaned(values_.text(line).value_or(std::string(line.value())));
    } else if (name == "UID") {
      event_.uid = line.value();
    } else if (name == "SEQUENCE") {
      const std::string_view digits = line.value();
      std::from_chars(digits.data(), digits.data() + digits.size(), event_.sequence);  // what is no number is 0
    } else if (name == "STATUS") {
      event_.cancelled = line.value().starts_with("CANCELLED");
    } else if (name == "DTSTART") {
      event_.start = time(line).value_or(IcsTime{});
      event_.start_at = line.wrong_value(CalendarFault::unknown_zone);
    } else if (name == "DTEND") {
      event_.end = time(line);
      event_.end_at = line.wrong_value(CalendarFault::unknown_zone);
    } else if (name == "DURATION") {
      event_.length = values_.length(line);
      if (!event_.length) wrong(CalendarFault::bad_time, line);
    } else if (name == "RRULE") {
      take_rule(line);
    } else if (name == "EXRULE") {
      wrong(CalendarFault::bad_rule, line);  // retired by RFC 5545; passing it over would bring back what it takes out
    } else if (name == "RDATE") {
      add(values_.periods(line), event_.also, line);
    } else if (name == "EXDATE") {
      add(values_.times(line), event_.except, line);
    } else if (name == "RECURRENCE-ID") {
      event_.instead_of = time(line);
      if (values_.has_range(line)) wrong(CalendarFault::this_and_future, line);
    }
  }

  void take_rule(const IcsLine& line) {
    auto rule = values_.rule(line);
    if (rule && !event_.rule)
      event_.rule = std::move(*rule);
    else
      wrong(rule ? CalendarFault::bad_rule : rule.error(), line);
  }

  std::optional<IcsTime> time(const IcsLine& line) {
    auto times = values_.times(line);
    if (times && times->size() == 1) return std::move(times->front());
    wrong(CalendarFault::bad_time, line);
    return std::nullopt;
  }

  template <typename T>
  void add(std::optional<std::vector<T>> more, std::vector<T>& all, const IcsLine& line) {
    if (more)
      std::move(more->begin(), more->end(), std::back_inserter(all));
    else
      wrong(CalendarFault::bad_time, line);
  }

  const IcsBlock& block_;
  const IcalValues& values_;
  IcsEvent event_;
};

}  // namespace

IcsEvent ics_event(const IcsBlock& block, const IcalValues& values) { return EventReader(block, values).read(); }

std::string cleaned(std::string_view text) {
  std::string clean;
  while (!text.empty()) {
    const CodePoint point = code_point_at(text, 0);
    const std::size_t length = std::max<std::size_t>(point.octets, 1);
    if (clean.size() + length > kLongestSummary) break;
    if (point.octets == 0)
      clean += '?';
    else if (is_control(point.value))
      clean += ' ';
    else
      clean += text.substr(0, length);
    text.remove_prefix(length);
  }
  while (!clean.empty() && clean.back() == ' ') clean.pop_back();
  clean.erase(0, std::min(clean.find_first_not_of(' '), clean.size()));
  return clean;
}

}  // namespace darban
