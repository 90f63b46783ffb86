// SPDX-License-Identifier: Apache-2.0
// The swap point has one place.
// refused: use of deleted function
#include "base/published.h"

namespace darban {

void test() {
#ifdef BAD
  const Published<int> one(std::make_shared<const int>(1));
  const Published<int> two = one;
#else
  const Published<int> one(std::make_shared<const int>(1));
#endif
}

}  // namespace darban
