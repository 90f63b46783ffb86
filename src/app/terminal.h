// SPDX-License-Identifier: Apache-2.0
// The only way the program speaks to the person at the keyboard, apart from the log: what a command found, and why it refused.
// One of the doors of tests/lint/doors.txt, so only app/ may include it. Written straight to the descriptor, nothing is buffered
// or kept. Any thread.
#pragma once
#include <string_view>

namespace darban::terminal {

// One or more lines to standard output, and to standard error. A line end is added when the text has none.
void print(std::string_view text);
void print_error(std::string_view text);
// Replaces the last line shown this way on standard error, for progress; silent when nobody watches. finish_progress() leaves the
// line standing.
void show_progress(std::string_view text);
void finish_progress();

// Whether a person reads along: standard output, and standard error.
bool is_terminal();
bool error_is_terminal();

}  // namespace darban::terminal
