// SPDX-License-Identifier: Apache-2.0
// A std::string can hold a name, so it can not be logged; what the operator typed can, as ConfigText.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("reading {}", std::string("darban.yaml"));
#else
  log::info("reading {}", ConfigText::from_operator("darban.yaml"));
#endif
}

}  // namespace darban
