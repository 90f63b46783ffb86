// SPDX-License-Identifier: Apache-2.0
// An address of a client can not be logged.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"
#include "base/net_address.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("from {}", IpAddress());
#else
  log::info("is IPv4: {}", IpAddress().is_v4());
#endif
}

}  // namespace darban
