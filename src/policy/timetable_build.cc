// SPDX-License-Identifier: Apache-2.0
#include "policy/timetable_build.h"

#include <algorithm>
#include <array>

#include "config/spelling.h"
#include "policy/window_notes.h"

namespace darban {
namespace {

constexpr std::size_t kMostStates = 65000;  // a ModeAt numbers them with 16 bits
constexpr std::uint8_t kEveryDay = 0x7f;

std::string too_many_windows() { return std::to_string(kMostWindowsADay) + " windows that start on one day are the most"; }

}  // namespace

void TimetableBuilder::read_exceptions(const Zone& zone) {
  if (household_.exceptions.size() >= UINT16_MAX)
    return hooks_.refuse(household_.exceptions.back().place, "these are too many exceptions");
  for (const WrittenException& written : household_.exceptions) {
    refuse_strangers(written);
    exceptions_.push_back(compiled(written, zone));
  }
}

DateException TimetableBuilder::compiled(const WrittenException& written, const Zone& zone) {
  DateException made;
  made.origin = static_cast<Origin>(exceptions_.size() + 1);
  made.like = written.like;
  std::vector<Window> windows = written.windows;
  for (Window& window : windows) window.days = kEveryDay;
  made.windows = windows_of(windows);
  for (WeekWindow& window : made.windows) window.origin = made.origin;
  const Calendar* calendar = calendar_of(written);
  made.covered = covered_days(written, calendar, zone);
  if (calendar == nullptr) return made;

  if (written.span_mode) made.effect = effect_of(*written.span_mode, made.origin);
  if (auto parts = event_parts(written, *calendar, zone, kMostEventDays - event_days_))
    made.parts = std::move(*parts);
  else
    hooks_.refuse(written.calendar_place, "the events of the calendars last more days together than darban keeps");
  event_days_ += made.parts.size();
  if (made.covered.empty() && made.parts.empty())
    hooks_.note(written.calendar_place,
                "no event of this calendar is for " + quote(written.label) + ", from last month to three years ahead");
  return made;
}

std::optional<Timetable> TimetableBuilder::timetable(const std::vector<Window>& written, ProfileId id) {
  const std::vector<WeekWindow> week = windows_of(written);
  std::vector<const DateException*> exceptions;
  for (const DateException& each : exceptions_) {
    if (!is_for(written_of(each), id, !week.empty())) continue;
    exceptions.push_back(&each);
    if (each.like && week.empty())
      hooks_.note(written_of(each).place, quote(name_of(id)) + " has no timetable: a day like another is free time");
  }
  if (week.empty() && exceptions.empty()) return std::nullopt;

  const auto special = special_days(exceptions, week, kMostSpecialDays - special_days_);
  if (!special) {
    hooks_.refuse(written_of(*exceptions.front()).place,
                  "the exceptions of all people together cover more days than darban keeps");
    return std::nullopt;
  }
  special_days_ += special->days.size();
  for (const SpecialDays::Plan& plan : special->plans) {
    if (plan.windows.size() <= kMostWindowsADay) continue;
    hooks_.refuse(written_of(*exceptions.front()).place, too_many_windows());
    return std::nullopt;
  }
  Timetable timetable(week, *special);
  if (timetable.states() < kMostStates) return timetable;
  hooks_.refuse(written.empty() ? written_of(*exceptions.front()).place : written.front().place,
                "this timetable has too many different times");
  return std::nullopt;
}

std::vector<WeekWindow> TimetableBuilder::windows_of(const std::vector<Window>& written) {
  std::vector<WeekWindow> windows;
  std::array<std::size_t, kDaysPerWeek> on_day{};
  for (const Window& window : written) {
    if (window.days == 0 || window.days > kEveryDay)
      hooks_.refuse(window.place, "a window needs a day at least, such as mon-thu or daily");
    if (window.start >= kMinutesPerDay || window.end > kMinutesPerDay)
      hooks_.refuse(
          window.place,
          "a window starts between 00:00 and 23:59 and ends by 24:00; after midnight, write the time of the next morning");
    for (std::size_t day = 0; day < kDaysPerWeek; ++day) on_day[day] += window.days >> day & 1U;
    if (*std::max_element(on_day.begin(), on_day.end()) > kMostWindowsADay) {
      hooks_.refuse(window.place, too_many_windows());
      return {};
    }
    windows.push_back(effect_of(window, 0));
  }
  for (WindowNote& each : notes_on(written)) hooks_.note(each.place, std::move(each.what));
  return windows;
}

WeekWindow TimetableBuilder::effect_of(const Window& window, Origin origin) {
  return {window.days,
          window.start,
          window.end,
          window.mode,
          hooks_.categories_of(window.services),
          hooks_.categories_of(window.open),
          origin};
}

void TimetableBuilder::refuse_strangers(const WrittenException& exception) {
  if (!exception.whom) return;
  std::vector<std::string_view> names{"guest"};
  for (const WrittenPerson& person : household_.people) names.push_back(person.name);
  for (const WrittenRoom& room : household_.rooms) names.push_back(room.label);
  for (const WrittenKey& each : *exception.whom) {
    if (std::find(names.begin(), names.end(), each.key) != names.end()) continue;
    const std::string_view near = nearest(each.key, names);
    hooks_.refuse(each.place,
                  "there is no person and no room " + quote(each.key) +
                      (near.empty() ? "; write the name as it stands in this file" : "; did you mean " + quote(near) + "?"));
  }
}

// Null for dates, and for a calendar that could not be read: whoever loads the household says so.
const Calendar* TimetableBuilder::calendar_of(const WrittenException& exception) const {
  const auto found = std::find_if(household_.calendars.begin(), household_.calendars.end(),
                                  [&](const Calendar& each) { return each.file == exception.calendar; });
  return exception.calendar.empty() || found == household_.calendars.end() ? nullptr : &*found;
}

bool TimetableBuilder::is_for(const WrittenException& exception, ProfileId id, bool has_week) const {
  if (!exception.whom) return has_week;
  const std::string_view name = name_of(id);
  return std::any_of(exception.whom->begin(), exception.whom->end(), [&](const WrittenKey& each) { return each.key == name; });
}

std::string_view TimetableBuilder::name_of(ProfileId id) const {
  const auto number = static_cast<std::size_t>(id);
  const std::size_t people = household_.people.size();
  if (number == 0) return "guest";
  return number <= people ? std::string_view(household_.people[number - 1].name)
                          : std::string_view(household_.rooms[number - 1 - people].label);
}

}  // namespace darban
