// SPDX-License-Identifier: Apache-2.0
// A Name is not convertible to a view of text.
// refused: could not convert
#include <string_view>

#include "dns/name.h"

namespace darban {

void show(std::string_view text);

void test() {
#ifdef BAD
  show(Name());
#else
  show("literal");
#endif
}

}  // namespace darban
