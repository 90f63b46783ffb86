// SPDX-License-Identifier: Apache-2.0
// A duration is not a point in time.
// refused: could not convert
#include "base/clock.h"

namespace darban {

void wake_at(MonoTime when);

void test() {
#ifdef BAD
  wake_at(Seconds(3));
#else
  wake_at(MonoTime(Seconds(3)));
#endif
}

}  // namespace darban
