// SPDX-License-Identifier: Apache-2.0
// A pointer can not be logged: it is no use to the operator and tells where memory lies.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  const int value = 1;
  log::info("value: {}", &value);
#else
  const int value = 1;
  log::info("value: {}", value);
#endif
}

}  // namespace darban
