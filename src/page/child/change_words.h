// SPDX-License-Identifier: Apache-2.0
// A row of what adults changed, in the reader's language. Rows are written as the household file says them
// (config/household_changes.h, app/grant_change.h, page/account_change.h): words of ours are said in words, what the family typed
// stands as it is, isolated. webui/src/changes/words.tsx says the same to adults. Pure.
#pragma once
#include <string>

#include "page/reasons.h"
#include "page/words.h"

namespace darban::page {

// "timetable", "device tablet", "room Lab 2: modes: bedtime: close".
Markup setting_words(const Words& words, const Titles& titles, const std::string& setting);
// What that setting was or became.
Markup value_words(const Words& words, const Titles& titles, const std::string& setting, const std::string& value);
// Who changed it: a name, or nobody's.
Markup actor_words(const Words& words, const std::string& by);

}  // namespace darban::page
