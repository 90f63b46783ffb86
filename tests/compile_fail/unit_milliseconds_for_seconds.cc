// SPDX-License-Identifier: Apache-2.0
// Milliseconds do not silently lose their fraction.
// refused: could not convert
#include "base/clock.h"

namespace darban {

void wait_for(Seconds time);

void test() {
#ifdef BAD
  wait_for(Milliseconds(1500));
#else
  wait_for(std::chrono::duration_cast<Seconds>(Milliseconds(1500)));
#endif
}

}  // namespace darban
