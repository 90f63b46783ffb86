// SPDX-License-Identifier: Apache-2.0
#include "app/commands/calendar_view.h"

#include <algorithm>
#include <chrono>
#include <vector>

#include "app/civil_time.h"
#include "config/spelling.h"
#include "policy/exception_days.h"

namespace darban {
namespace {

using std::chrono::days;
using std::chrono::floor;
using std::chrono::local_days;

constexpr const char* kWeekdays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};

std::string when_text(const CalendarEvent& event, const CalendarSpan& span, const Zone& zone) {
  if (event.all_day) {
    const local_days first{days(span.begin)};
    const local_days last{days(span.end - 1)};
    return day_text(first) + (last > first ? " to " + day_text(last) : "") + ", all day";
  }
  const auto clock = [&](std::int64_t second) { return civil_text(WallTime(Seconds(second)), zone).substr(11); };
  const auto day = [&](std::int64_t second) { return floor<days>(zone.local(WallTime(Seconds(second)))); };
  const std::string begin = day_text(day(span.begin)) + " " + clock(span.begin);
  if (span.end == span.begin) return begin;
  return begin + " to " + (day(span.end) > day(span.begin) ? day_text(day(span.end)) + " " : "") + clock(span.end);
}

// "'Exams': mode school for Ali, Zara".
std::string effect_text(const WrittenException& exception) {
  std::string text = quote(exception.label) + ": ";
  if (exception.span_mode)
    text += "mode " + std::string(text_of(exception.span_mode->mode).view());
  else if (exception.like)
    text += std::string("like ") + kWeekdays[*exception.like];
  else if (exception.windows.empty())
    text += "free, no windows";
  else
    text += std::to_string(exception.windows.size()) + (exception.windows.size() == 1 ? " window" : " windows");
  if (!exception.whom) return text;
  std::string whom;
  for (const WrittenKey& each : *exception.whom) whom += (whom.empty() ? " for " : ", ") + each.key;
  return text + whom;
}

std::string effects_text(const CalendarEvent& event, const CalendarView& view) {
  if (!view.has_household) return "";
  std::string text;
  for (const WrittenException& exception : view.exceptions) {
    if (takes(exception, event)) text += (text.empty() ? "  -> " : "; ") + effect_text(exception);
  }
  return text.empty() ? "  -> nothing: no exception takes it up" : text;
}

struct Line {
  std::int64_t at;  // seconds of the wall clock, to sort by
  std::string text;
};

}  // namespace

std::string day_text(local_days day) {
  const WallTime as_utc(day.time_since_epoch());
  return weekday_text(as_utc, Zone::utc()).substr(0, 3) + " " + civil_text(as_utc, Zone::utc()).substr(0, 10);
}

std::string lines_of(const Calendar& calendar, const CalendarView& view) {
  std::vector<Line> lines;
  for (const CalendarEvent& event : calendar.events) {
    std::string rest = " (line " + std::to_string(event.line) + ")";
    if (view.names && !event.summary.empty()) rest += "  " + event.summary;
    rest += effects_text(event, view);
    for (const CalendarSpan& span : event.spans) {
      const LocalTime begin =
          event.all_day ? LocalTime(local_days(days(span.begin))) : view.zone.local(WallTime(Seconds(span.begin)));
      lines.push_back({begin.time_since_epoch().count(), when_text(event, span, view.zone) + rest});
    }
  }
  std::stable_sort(lines.begin(), lines.end(), [](const Line& a, const Line& b) { return a.at < b.at; });
  std::string text;
  for (const Line& line : lines) text += line.text + "\n";
  return text;
}

}  // namespace darban
