// SPDX-License-Identifier: Apache-2.0
// A string_view can point into a message, so it can not be logged.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("state: {}", std::string_view("ready"));
#else
  log::info("state: {}", Text("ready"));
#endif
}

}  // namespace darban
