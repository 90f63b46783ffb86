// SPDX-License-Identifier: Apache-2.0
// How the process that reads a calendar tells the daemon what it found: lines of text, each event followed by its occurrences,
// and a last line without which the rest is not believed. The reader takes nothing on trust, because whoever wrote the lines has
// read what a stranger wrote. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "calendar/ics_lines.h"
#include "config/calendar.h"

namespace darban {

std::string lines_of(const Calendar& calendar);
std::string lines_of(const IcsFault& fault);

// What lines_of() wrote: a calendar within all bounds, or the fault. Anything else is CalendarFault::no_reader. `file` is empty.
Result<Calendar, IcsFault> read_calendar_lines(std::string_view text);

}  // namespace darban
