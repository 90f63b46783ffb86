// SPDX-License-Identifier: Apache-2.0
// One forbidden argument among good ones is found.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("{} {} {}", 1, std::string("x"), 2.5);
#else
  log::info("{} {} {}", 1, true, 2.5);
#endif
}

}  // namespace darban
