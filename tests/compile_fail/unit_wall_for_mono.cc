// SPDX-License-Identifier: Apache-2.0
// Civil time is not monotonic time: one of them jumps.
// refused: could not convert
#include "base/clock.h"

namespace darban {

void wake_at(MonoTime when);

void test() {
#ifdef BAD
  wake_at(Now().wall);
#else
  wake_at(Now().mono);
#endif
}

}  // namespace darban
