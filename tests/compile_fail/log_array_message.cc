// SPDX-License-Identifier: Apache-2.0
// A message is a literal: an array filled at run time is not one.
// refused: is not a constant expression
#include "base/log.h"

namespace darban {

void anything(char* into);

void test() {
#ifdef BAD
  char message[8] = {};
  anything(message);
  log::info(message);
#else
  log::info("ready");
#endif
}

}  // namespace darban
