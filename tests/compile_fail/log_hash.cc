// SPDX-License-Identifier: Apache-2.0
// The hash of a name is a number like any other, but the table of all hashes is not.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"
#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("hashes: {}", SuffixHashes());
#else
  log::info("labels: {}", SuffixHashes().labels());
#endif
}

}  // namespace darban
