// SPDX-License-Identifier: Apache-2.0
// A message is a literal: text made at run time is not a format string.
// refused: no matching function for call to 'info(const char*)'
#include "base/log.h"

namespace darban {

const char* anything();

void test() {
#ifdef BAD
  log::info(anything());
#else
  log::info("ready");
#endif
}

}  // namespace darban
