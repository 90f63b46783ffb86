// SPDX-License-Identifier: Apache-2.0
// A harvest can be filled and stored, and not looked into.
// refused: is private within this context
#include "store/harvest.h"

namespace darban {

bool test(const Harvest& harvest) {
#ifdef BAD
  return harvest.holders_.empty();
#else
  return harvest.empty();
#endif
}

}  // namespace darban
