// SPDX-License-Identifier: Apache-2.0
// No answer outlives the verdict behind it: a tablet that resolved at 20:59 does not keep its answer past bedtime.
#pragma once
#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace darban {

// `ttl` seconds, cut at `until`; never less than one second, so that a client asks once and not in a loop.
inline std::uint32_t within(std::uint32_t ttl, WallTime until, const Now& now) {
  const std::int64_t left = (until - now.wall).count();
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 1, std::max<std::int64_t>(ttl, 1)));
}

}  // namespace darban
