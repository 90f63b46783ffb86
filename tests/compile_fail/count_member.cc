// SPDX-License-Identifier: Apache-2.0
// A shown count can not be made to say a number that was never rounded.
// refused: is private within this context
#include "store/shown_count.h"

namespace darban {

ShownCount test() {
#ifdef BAD
  return ShownCount(ShownCount::Form::about, 17);
#else
  return ShownCount::of(17);
#endif
}

}  // namespace darban
