// SPDX-License-Identifier: Apache-2.0
// Text becomes a Name only where somebody wrote from_text and looked at the Result.
// refused: invalid initialization of reference
#include "dns/name.h"

namespace darban {

void look_up(const Name& name);

void test() {
#ifdef BAD
  look_up("play.example");
#else
  look_up(*Name::from_text("play.example"));
#endif
}

}  // namespace darban
