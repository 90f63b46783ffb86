// SPDX-License-Identifier: Apache-2.0
// A bare number has no unit.
// refused: could not convert
#include "base/clock.h"

namespace darban {

void wait_for(Seconds time);

void test() {
#ifdef BAD
  wait_for(3);
#else
  wait_for(Seconds(3));
#endif
}

}  // namespace darban
