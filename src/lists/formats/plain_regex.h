// SPDX-License-Identifier: Apache-2.0
// Regular expressions that only say "this name" or "this name and all below" become entries; every other one is ignored and
// counted: nothing is matched letter by letter while a question waits (house.md 2.10). Understood: a start that anchors the name
// (`^`, `(^|\.)`,
// `^(.+\.)?`, `\.` and their usual spellings), letters, digits, '-', '_' and `\.`, and `$` at the end. An unescaped dot is not a
// dot.
#pragma once
#include <string_view>

#include "lists/line.h"

namespace darban {

// Whether a word of a plain list is meant as a regular expression. "/x/" is one in every syntax.
bool looks_like_regex(std::string_view word);

// `word` with or without its slashes. Says the entry it stands for, or ignores it as a regex.
void say_regex(ListReading& in, std::string_view word, EntryKind kind);

// For `$badfilter`: takes back what say_regex said.
void unsay_regex(ListReading& in, std::string_view word, EntryKind kind);

}  // namespace darban
