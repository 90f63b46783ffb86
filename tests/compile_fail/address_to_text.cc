// SPDX-License-Identifier: Apache-2.0
// An address is not convertible to text.
// refused: has no member named 'to_text'
#include "base/net_address.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(IpAddress().to_text());
#else
  static_cast<void>(IpAddress().is_v4());
#endif
}

}  // namespace darban
