// SPDX-License-Identifier: Apache-2.0
// The octets of a Name are its own.
// refused: is private within this context
#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(Name().octets_[0]);
#else
  static_cast<void>(Name().wire_size());
#endif
}

}  // namespace darban
