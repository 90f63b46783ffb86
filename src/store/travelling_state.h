// SPDX-License-Identifier: Apache-2.0
// What of state.db goes into a backup, and how it comes home. One table of tables (travelling_state.cc) says it.
//
// A backup lies on a stick or in a folder for years and is read by whoever has it, so nothing finer goes into it than darban
// shows anyway: no moments of people (the page shows them rounded, a database would not), no request of a child, no session, no
// API token. Those stay this machine's own: restoring neither brings back nor takes away a pause, a request or a number that
// somebody erased. Sessions end: with the accounts everybody logs in anew.
//
// What adults changed is never rolled back: the log of the machine goes on when the backup's is a part of it. What a young person
// said about their numbers on this machine stands before what the backup says.
//
// The file of a backup is a stranger's: its rows are copied into tables of our own making, under their constraints, and nothing
// else of it is kept. One thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"
#include "store/trouble.h"

namespace darban {

// A new file `to` (there must be none) with what travels of the one at `state`, as it is at one moment, also while a daemon
// writes to it. Of a state.db of another version: StoreTrouble::newer; where there is none: StoreTrouble::not_a_file.
Result<void, StoreTrouble> pack_state(const std::string& state, const std::string& to);

// A new file `to` (there must be none) as `machine` is to be with what `packed` holds; `machine` may be missing: an empty path.
// Both are brought to the newest version first. StoreTrouble::damaged and newer are about `packed` or `machine`, as is said.
enum class Which : std::uint8_t { packed, machine };
struct UnpackTrouble {
  Which file;
  StoreTrouble trouble;
};
Result<void, UnpackTrouble> unpack_state(const std::string& packed, const std::string& machine, const std::string& to);

// Whether somebody decided about this table; a test asks for each that there is.
bool is_known_to_backups(std::string_view table);

}  // namespace darban
