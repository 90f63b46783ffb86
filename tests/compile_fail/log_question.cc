// SPDX-License-Identifier: Apache-2.0
// A question can not be logged.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"
#include "dns/question.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("asked: {}", Question());
#else
  log::info("labels: {}", Question().name.label_count());
#endif
}

}  // namespace darban
