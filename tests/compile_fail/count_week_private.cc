// SPDX-License-Identifier: Apache-2.0
// The weeks with their numbers stay inside the store.
// refused: is private within this context
#include "store/count_store.h"

namespace darban {

void test(const CountStore& store) {
#ifdef BAD
  static_cast<void>(store.weeks_of(HolderKind::person, "Ali"));
#else
  static_cast<void>(store.person("Ali", Band::age_10_12, Viewer::guardian));
#endif
}

}  // namespace darban
