// SPDX-License-Identifier: Apache-2.0
// No answer outlives the verdict behind it: a tablet that resolved at 20:59 does not keep its answer past bedtime.
#pragma once
#include <algorithm>
#include <cstdint>

#include "base/clock.h"

namespace darban {

// `ttl` seconds, cut at `until` (whole seconds that end before it, so the second that has begun is left out); never less than one second, so that
// a client asks once and not in a loop.
inline std::uint32_t within(std::uint32_t ttl, WallTime until, const Now& now) {
  const std::int64_t left = (until - now.wall).count() - (now.into_second ? 1 : 0);
  return static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 1, std::max<std::int64_t>(ttl, 1)));
}

// What is left of a TTL that was kept with an answer, when the answer is given.
struct TtlLeft {
  std::int64_t age = 0;  // seconds since it was kept
  std::uint32_t at_most = UINT32_MAX;
  std::uint32_t instead = 0;  // of an answer past its end (RFC 8767 section 4); 0: it is not
  WallTime until = kNever;

  std::uint32_t of(std::uint32_t kept, const Now& now) const {
    const std::int64_t left = instead != 0 ? std::int64_t{instead} : std::int64_t{kept} - age;
    return within(static_cast<std::uint32_t>(std::clamp<std::int64_t>(left, 1, at_most)), until, now);
  }
};

}  // namespace darban
