// SPDX-License-Identifier: Apache-2.0
#include "base/check.h"

#include <cstdlib>

namespace darban {

void check_failed(Text file, int line) {
  log::error("broken invariant in {} line {}: please report it", file, line);
  std::abort();
}

}  // namespace darban
