// SPDX-License-Identifier: Apache-2.0
// A MAC address can not be logged.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include "base/log.h"
#include "base/net_address.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("from {}", MacAddress());
#else
  log::info("local: {}", MacAddress().is_locally_administered());
#endif
}

}  // namespace darban
