// SPDX-License-Identifier: Apache-2.0
// A looked-up name can not be logged.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"
#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("asked for {}", Name());
#else
  log::info("labels: {}", Name().label_count());
#endif
}

}  // namespace darban
