// SPDX-License-Identifier: Apache-2.0
// Counts in a reader's language: "none", "a few", "about 20", and what was counted. Pure.
#pragma once
#include "page/words.h"
#include "policy/verdict.h"
#include "store/harvest.h"
#include "store/shown_count.h"

namespace darban::page {

Phrase title_of(const Words& words, Group group);  // one of kCountedGroups
Phrase title_of(const Words& words, DayVerdict verdict);
Phrase count_words(const Words& words, ShownCount count);

}  // namespace darban::page
