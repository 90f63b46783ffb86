// SPDX-License-Identifier: Apache-2.0
// Moments as the API says them: what the clock on the household's wall shows, without an offset. Pure.
#pragma once
#include <string>

#include "base/showable.h"
#include "base/zone.h"

namespace darban::page {

ConfigText local_moment(WallTime time, const Zone& zone);  // "2026-11-27T20:15:00"
ConfigText date_text_of(std::int64_t day);                 // "2026-11-27", of days since 1970-01-01

// For sentences: "tonight 21:00", "today 16:00", "tomorrow 06:30", "Tuesday 06:30". `from`: the moment it is said at.
std::string moment_words_of(WallTime time, WallTime from, const Zone& zone);
// The same behind another moment: its day is said only where it is another one. "06:30", "Tuesday 06:30".
std::string end_words_of(WallTime time, WallTime begin, const Zone& zone);

}  // namespace darban::page
