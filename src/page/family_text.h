// SPDX-License-Identifier: Apache-2.0
// What people of this household typed and the page shows back to them: names of people and devices, rules, notes, the sentence a
// child sends with a request. Made here only (tests/lint/doors.txt), of settings, grants, requests and accounts, and of what
// lists and helplines call themselves; never of a question.
#pragma once
#include <string>

#include "base/showable.h"

namespace darban::page {

inline ConfigText family_text(std::string text) { return ConfigText::from_operator(std::move(text)); }

}  // namespace darban::page
