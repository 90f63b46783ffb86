// SPDX-License-Identifier: Apache-2.0
// A char pointer can point anywhere, so it can not be logged.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include <cstdlib>

#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("home: {}", std::getenv("HOME"));
#else
  log::info("home: {}", true);
#endif
}

}  // namespace darban
