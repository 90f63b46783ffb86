// SPDX-License-Identifier: Apache-2.0
// An array of numbers can not be logged: an address is one.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include <array>

#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("all: {}", std::array<int, 2>{});
#else
  log::info("first: {}", std::array<int, 2>{}[0]);
#endif
}

}  // namespace darban
