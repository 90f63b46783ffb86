// SPDX-License-Identifier: Apache-2.0
// A single character can not be logged: a loop over a name would spell it.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("value: {}", 'a');
#else
  log::info("value: {}", 97);
#endif
}

}  // namespace darban
