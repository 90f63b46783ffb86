// SPDX-License-Identifier: Apache-2.0
// The grants in force as a list, for `darban grants` and `darban status`: text and JSON. They are settings that adults made, not
// anything anybody looked up. Pure.
#pragma once
#include <span>
#include <string>

#include "base/json_writer.h"
#include "policy/grant.h"
#include "policy/policy.h"

namespace darban {

// One a line, with its number and who gave it; "none" where there are none.
std::string grants_text(std::span<const Grant> grants, const Policy& policy, const Now& now);

// A list under that key: id, who, what, times in Unix seconds, seconds left, by, note.
void write_grants(JsonWriter& json, Text key, std::span<const Grant> grants, const Policy& policy, const Now& now);

}  // namespace darban
