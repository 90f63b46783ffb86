// SPDX-License-Identifier: Apache-2.0
// A descriptor has one owner.
// refused: use of deleted function
#include "base/unique_fd.h"

namespace darban {

void test() {
#ifdef BAD
  UniqueFd one;
  const UniqueFd two = one;
#else
  UniqueFd one;
  const UniqueFd two = std::move(one);
#endif
}

}  // namespace darban
