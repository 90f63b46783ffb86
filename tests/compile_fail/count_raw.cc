// SPDX-License-Identifier: Apache-2.0
// A shown count does not tell the number it was made of.
// refused: has no member named 'count'
#include "store/shown_count.h"

namespace darban {

std::uint64_t test(const ShownCount& shown) {
#ifdef BAD
  return shown.count();
#else
  return shown.about();
#endif
}

}  // namespace darban
