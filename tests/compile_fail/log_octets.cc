// SPDX-License-Identifier: Apache-2.0
// Octets of a message can not be logged; how many there are can.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/bytes.h"
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("octets: {}", Octets());
#else
  log::info("octets: {}", Octets().size());
#endif
}

}  // namespace darban
