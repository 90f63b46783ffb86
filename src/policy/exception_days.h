// SPDX-License-Identifier: Apache-2.0
// Holidays, exam weeks, Ramadan: from the household's exceptions to the dates on which one person's timetable is another.
//
// On a date that an exception covers, every window of the week that would start on it gives way to the exception's windows; where
// several cover a date, all their windows count together. So a night that began before the first date still ends in its morning,
// and the last date's night runs into the day after. An exception may instead say `mode`: then each event of its calendar is a
// window itself, from its first minute to its last by the household's clock, and comes on top of whatever else the date has.
// Pure; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "base/zone.h"
#include "config/household.h"
#include "policy/timetable.h"

namespace darban {

// Bounds against a calendar that is multiplied by many people.
inline constexpr std::size_t kMostSpecialDays = 2'000'000;  // of all people together; eight octets each
inline constexpr std::size_t kMostEventDays = 400'000;      // days of all events with a mode
inline constexpr std::size_t kMostWindowsADay = 200;        // that start on one date

// Whole days, both inclusive.
struct DayRange {
  std::int32_t first = 0;
  std::int32_t last = 0;
  friend bool operator==(const DayRange&, const DayRange&) = default;
};
// A part of one day: [start, end) in its minutes.
struct DayPart {
  std::int32_t day = 0;
  std::uint16_t start = 0;
  std::uint16_t end = 0;
  friend bool operator==(const DayPart&, const DayPart&) = default;
};

// The dates an exception covers, ascending and apart: its own, or those that the calendar's fitting events touch.
std::vector<DayRange> covered_days(const WrittenException& exception, const Calendar* calendar, const Zone& zone);
// The minutes of the fitting events, ascending and apart; nothing when there are more than `most`.
std::optional<std::vector<DayPart>> event_parts(const WrittenException& exception, const Calendar& calendar, const Zone& zone,
                                                std::size_t most = kMostEventDays);
// Whether the exception takes this event up.
bool takes(const WrittenException& exception, const CalendarEvent& event);

// An exception, its categories counted by the builder.
struct DateException {
  Origin origin = 0;
  std::vector<DayRange> covered;  // dates on which `windows` (or those like a weekday's) replace the week's
  std::optional<std::uint8_t> like;
  std::vector<WeekWindow> windows;
  std::vector<DayPart> parts;  // and minutes with `effect`, on top
  WeekWindow effect;
};

// One person's special days, from the exceptions that are for them, in the order of the file, and their week. Nothing when there
// are more than `most`.
std::optional<SpecialDays> special_days(std::span<const DateException* const> exceptions, std::span<const WeekWindow> week,
                                        std::size_t most = kMostSpecialDays);

}  // namespace darban
