// SPDX-License-Identifier: Apache-2.0
// An Error as a whole can not be logged; its code and its octet can.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/errc.h"
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("refused: {}", Error());
#else
  log::info("refused: {} at octet {}", Error().code, Error().at);
#endif
}

}  // namespace darban
