// SPDX-License-Identifier: Apache-2.0
// A prefix can not be logged: of 128 bits it is an address.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"
#include "base/net_address.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("from {}", IpPrefix());
#else
  log::info("bits: {}", IpPrefix().length());
#endif
}

}  // namespace darban
