// SPDX-License-Identifier: Apache-2.0
// A profile's index is not a category.
// refused: cannot convert 'const darban::ProfileId' to 'darban::CategoryId'
#include "policy/profile.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(CategorySet::of(kGuest));
#else
  static_cast<void>(CategorySet::of(CategoryId{1}));
#endif
}

}  // namespace darban
