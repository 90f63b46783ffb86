// SPDX-License-Identifier: Apache-2.0
// A Result is not silently its value.
// refused: invalid initialization of reference
#include "dns/name.h"

namespace darban {

void look_up(const Name& name);

void test() {
#ifdef BAD
  look_up(Name::from_text("play.example"));
#else
  look_up(*Name::from_text("play.example"));
#endif
}

}  // namespace darban
