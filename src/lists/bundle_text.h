// SPDX-License-Identifier: Apache-2.0
// Text in and around signed files. Pure; any thread.
#pragma once
#include <string_view>

namespace darban {

// A line for people: UTF-8 without control characters and without the marks that turn the direction of text around, so that a
// terminal shows what was written. May be empty.
bool is_plain_line(std::string_view text);

// The next line without the blanks around it, taken away from `text` with its end; the caller counts.
std::string_view take_line(std::string_view& text);

}  // namespace darban
