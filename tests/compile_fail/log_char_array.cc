// SPDX-License-Identifier: Apache-2.0
// A char array can be filled at run time, so it can not be logged; a Text literal can.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  const char state[] = "ready";
  log::info("state: {}", state);
#else
  log::info("state: {}", Text("ready"));
#endif
}

}  // namespace darban
