// SPDX-License-Identifier: Apache-2.0
// What is odd about the windows of one timetable though it can be: two that say the same, one that lasts a whole day because its
// times are equal. Harmless, and often not what was meant. Pure; any thread.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "config/household.h"

namespace darban {

struct WindowNote {
  Place place;
  std::string what;
};

// One at most for each window.
std::vector<WindowNote> notes_on(std::span<const Window> windows);

}  // namespace darban
