// SPDX-License-Identifier: Apache-2.0
// What was published can not be changed.
// refused: assignment of read-only location
#include "base/published.h"

namespace darban {

void test() {
#ifdef BAD
  const Published<int> cell(std::make_shared<const int>(1));
  *cell.copy() = 2;
#else
  const Published<int> cell(std::make_shared<const int>(1));
  static_cast<void>(*cell.copy());
#endif
}

}  // namespace darban
