// SPDX-License-Identifier: Apache-2.0
#include "update/back_off.h"

#include <algorithm>

namespace darban {

Milliseconds wait_after(std::uint32_t failures, std::uint64_t random, const BackOff& back_off) {
  std::int64_t window = std::min(back_off.first, back_off.longest).count();
  for (std::uint32_t more = 1; more < failures && window < back_off.longest.count(); ++more) {
    window = std::min(window * 2, static_cast<std::int64_t>(back_off.longest.count()));
  }
  const std::int64_t half = window / 2;
  const auto choices = static_cast<std::uint64_t>(window - half) + 1;
  return Milliseconds{half + static_cast<std::int64_t>(random % choices)};
}

}  // namespace darban
