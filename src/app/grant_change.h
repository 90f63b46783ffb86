// SPDX-License-Identifier: Apache-2.0
// A grant as a row of the change log (store/change_store.h): the child it concerns can read who gave what, until when, and why.
// The words are keys and times, for the page to put into its languages. Pure.
#pragma once
#include <string>

#include "base/zone.h"
#include "policy/grant.h"
#include "store/change_store.h"

namespace darban {

// `concerns`: the person, also of a device; empty for everybody and for a room. `setting`: "pause", "open-all", "mode free",
// "open casino.example", "close service:tiktok"; of a device or a room with its name in front: "tablet: pause", "room Lab 2:
// pause". `became`: "until 2026-11-27 20:15", "from 2026-11-27 21:00 until 2026-11-27 21:30", "for 12 minutes" while nobody knows
// the time; the note behind it: "... (dinner)".
Change change_of_given(const Grant& grant, const Zone& zone, const Now& now);
// The same as `was`, and nothing became of it.
Change change_of_taken_back(const Grant& grant, const std::string& by, const Zone& zone, const Now& now);

// When the log says it was: the epoch while the clock can not be trusted, so that a wrong one drops nothing that is kept.
inline WallTime time_in_log(const Now& now) { return now.wall_trusted ? now.wall : WallTime{}; }

}  // namespace darban
