// SPDX-License-Identifier: Apache-2.0
// The octets of an address are its own.
// refused: is private within this context
#include "base/net_address.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(MacAddress().octets_[0]);
#else
  static_cast<void>(MacAddress().is_locally_administered());
#endif
}

}  // namespace darban
