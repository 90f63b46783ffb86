// SPDX-License-Identifier: Apache-2.0
// A number is not a category.
// refused: cannot convert 'int' to 'darban::CategoryId'
#include "lists/category.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(CategorySet::of(3));
#else
  static_cast<void>(CategorySet::of(CategoryId{3}));
#endif
}

}  // namespace darban
