// SPDX-License-Identifier: Apache-2.0
// A hash seed is said to be one.
// refused: cannot convert
#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(Name().hash(7));
#else
  static_cast<void>(Name().hash(HashSeed{7}));
#endif
}

}  // namespace darban
