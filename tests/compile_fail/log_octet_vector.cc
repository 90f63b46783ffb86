// SPDX-License-Identifier: Apache-2.0
// A vector of octets can not be logged; its size can.
// refused: privacy: only numbers, enums, durations, literals and ConfigText may be logged
#include <vector>

#include "base/log.h"

namespace darban {

void test() {
#ifdef BAD
  log::info("octets: {}", std::vector<std::uint8_t>(3));
#else
  log::info("octets: {}", std::vector<std::uint8_t>(3).size());
#endif
}

}  // namespace darban
