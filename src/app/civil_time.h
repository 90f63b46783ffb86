// SPDX-License-Identifier: Apache-2.0
// Moments as the household's clock on the wall shows them, and as people type them. Pure.
#pragma once
#include <string>
#include <string_view>

#include "app/hourly_counts.h"
#include "base/zone.h"

namespace darban {

// "2026-11-21 20:59".
std::string civil_text(WallTime time, const Zone& zone);
// "2026-11-21 15:59 UTC", of Unix seconds: for files that travel between zones.
std::string utc_text(std::int64_t seconds);
// "Saturday 20:59".
std::string weekday_text(WallTime time, const Zone& zone);

CivilHour civil_hour(WallTime time, const Zone& zone);

// What --at takes: "now", "2026-11-21 20:59" (or with a T), "mon 21:00" (the next one, today's too), "21:00" (today's),
// "@1795464000" (Unix seconds). An empty or wrong text is a sentence for the person who typed it.
Result<WallTime, std::string> read_moment(std::string_view written, const Zone& zone, WallTime now);

}  // namespace darban
