// SPDX-License-Identifier: Apache-2.0
// A Name is not convertible to text.
// refused: could not convert
#include <string>

#include "dns/name.h"

namespace darban {

void show(std::string text);

void test() {
#ifdef BAD
  show(Name());
#else
  show("literal");
#endif
}

}  // namespace darban
