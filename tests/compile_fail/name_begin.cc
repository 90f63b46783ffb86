// SPDX-License-Identifier: Apache-2.0
// A Name can not be walked octet by octet.
// refused: 'begin' was not declared in this scope
#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  for (auto octet : Name()) static_cast<void>(octet);
#else
  for (int labels = Name().label_count(); labels > 0; --labels) continue;
#endif
}

}  // namespace darban
