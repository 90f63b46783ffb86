// SPDX-License-Identifier: Apache-2.0
// What the process gives up: what it was allowed to do as root once the ports are bound, and the ways its memory could be read
// (privacy ring 7). Called by the control thread before any other thread exists.
#pragma once
#include <string>

#include "base/result.h"

namespace darban {

struct UserIds {
  unsigned user = 0;
  unsigned group = 0;
};

// The ids of a user by name, or a sentence about what is wrong.
Result<UserIds, std::string> find_user(const std::string& name);

// Becomes that user for good: supplementary groups, group, user; then makes sure there is no way back. A sentence when it did not
// work.
Result<void, std::string> become(const UserIds& ids, const std::string& name);

bool running_as_root();

// No core dumps, no ptrace by the same user, no new privileges through exec; writing to a closed connection is an error code and
// not the end. Changing the user resets the dumpable flag, so this comes after become().
void seal_process();

}  // namespace darban
