// SPDX-License-Identifier: Apache-2.0
// The two kinds of blocks in a calendar that say when something is: events and descriptions of time zones, with those lines that
// matter for it. Everything else (alarms, tasks, attendees) is passed over. Pure; any thread.
#pragma once
#include <string>
#include <vector>

#include "calendar/ics_lines.h"

namespace darban {

inline constexpr std::size_t kMostIcsEvents = 5000;
inline constexpr std::size_t kMostIcsZones = 500;

struct IcsBlock {
  int line = 0;  // of its BEGIN
  std::vector<IcsLine> lines;
  std::vector<IcsBlock> parts;  // of a time zone: STANDARD and DAYLIGHT
};

struct IcsBlocks {
  std::vector<IcsBlock> events;
  std::vector<IcsBlock> zones;
};

Result<IcsBlocks, IcsFault> ics_blocks(std::vector<IcsLine> lines);

}  // namespace darban
