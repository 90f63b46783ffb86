// SPDX-License-Identifier: Apache-2.0
// `exceptions` of household.yaml: dates with a timetable of their own. Complaints go to the objection, with their place; whom
// they are for is judged by the policy's builder, which knows the people. One thread.
#pragma once
#include <vector>

#include "config/household.h"
#include "config/node.h"

namespace darban {

// Of the members of the whole file; none are written: none come back.
std::vector<WrittenException> read_exceptions(const Members& household, Objection& objection);

}  // namespace darban
