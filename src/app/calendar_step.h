// SPDX-License-Identifier: Apache-2.0
// Reads a calendar in a process of its own (`darban calendar read-step`), because libical and the file are strangers': without
// network, without a file it may write, with little memory and two seconds of processor. Blocks until it has ended. Any thread.
#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "calendar/ics_lines.h"
#include "config/calendar.h"

namespace darban {

struct CalendarOrder {
  std::string path;
  std::string zone;  // the household's
  WallTime from;     // occurrences that lie in [from, to)
  WallTime to;
  std::string user;  // to become, where darban is root
};

Result<Calendar, IcsFault> read_in_own_process(const CalendarOrder& order);

}  // namespace darban
