// SPDX-License-Identifier: Apache-2.0
// The pages of code and constants that a process touched while it started.
#pragma once

namespace darban {

// Takes what is only read (code, constants, of the program and its libraries) out of the resident set: what start-up needed
// (reading options, building tables) a long job does not. What is needed after all comes back from the page cache. Any thread,
// any time; no errors.
void give_back_start_up_pages();

}  // namespace darban
