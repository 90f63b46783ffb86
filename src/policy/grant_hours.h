// SPDX-License-Identifier: Apache-2.0
// When a grant begins and ends, in the household's own words: until morning, end of day, at 20:15, half an hour more before
// bedtime. Pure; any thread. Every moment given must be of a trusted clock.
#pragma once
#include <optional>
#include <string_view>

#include "policy/policy.h"

namespace darban {

// The day a moment belongs to begins at 04:00 local time, so that a night belongs to its evening: when that was, and when the
// next one begins.
WallTime day_begin(WallTime now, const Zone& zone);
WallTime next_day(WallTime now, const Zone& zone);

// The next time the clock on the wall shows that minute of the day (0 to 1440), later than now. One that it skips is the moment
// of the jump.
WallTime next_clock(WallTime now, int minute, const Zone& zone);

// The end of the bedtime that lies over tonight, or that it is now; where there is none, the next 06:30.
WallTime morning(const Policy& policy, std::optional<ProfileId> profile, const Now& now);

// Whether time is closed, and to be opened by a bonus: any mode but free, or a pause.
bool is_closed(const ModeAt& mode);
// The first moment after now, and before the next day begins, at which time is closed for this asker, grants included.
std::optional<WallTime> closing_edge(const Policy& policy, const Asker& asker, const Now& now);
// The first moment from `from` on, and before `until`, at which the timetable alone is stricter than `mode`.
std::optional<WallTime> first_stricter(const Policy& policy, ProfileId profile, Mode mode, WallTime from, WallTime until);

}  // namespace darban
