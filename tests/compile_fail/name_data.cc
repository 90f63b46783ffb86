// SPDX-License-Identifier: Apache-2.0
// A Name does not show its octets.
// refused: has no member named 'data'
#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(Name().data());
#else
  static_cast<void>(Name().wire_size());
#endif
}

}  // namespace darban
