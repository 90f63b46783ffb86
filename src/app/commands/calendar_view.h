// SPDX-License-Identifier: Apache-2.0
// A calendar as lines for a person: each occurrence by the household's clock, in order, with what the household's exceptions make
// of it. Pure.
#pragma once
#include <span>
#include <string>

#include "base/zone.h"
#include "config/household.h"

namespace darban {

struct CalendarView {
  const Zone& zone;
  std::span<const WrittenException> exceptions;  // those that name this file
  bool has_household = false;
  bool names = false;  // whether the events' names are wanted
};

// "Mon 2026-12-21 to Sun 2027-01-03, all day (line 19): 'Holidays', no windows". Empty where there is no occurrence.
std::string lines_of(const Calendar& calendar, const CalendarView& view);

std::string day_text(std::chrono::local_days day);  // "Mon 2026-12-21"

}  // namespace darban
