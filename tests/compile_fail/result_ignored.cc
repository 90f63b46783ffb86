// SPDX-License-Identifier: Apache-2.0
// A Result that nobody looks at is a warning, and warnings are errors here.
// refused: ignoring returned value of type
#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  Name::from_text("x");
#else
  if (!Name::from_text("x")) return;
#endif
}

}  // namespace darban
