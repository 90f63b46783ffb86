// SPDX-License-Identifier: Apache-2.0
// A Text can not be made from a std::string.
// refused: no matching function for call to 'darban::Text::Text(std::string)'
#include "base/showable.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(Text(std::string("ready")));
#else
  static_cast<void>(Text("ready"));
#endif
}

}  // namespace darban
