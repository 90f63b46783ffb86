// SPDX-License-Identifier: Apache-2.0
// How long to wait before the next try. The wait doubles with each failure up to a bound, and its second half is drawn by lot, so
// that many boxes that failed together do not come back together. Pure; any thread.
#pragma once
#include <cstdint>

#include "base/clock.h"

namespace darban {

struct BackOff {
  Milliseconds first{2000};
  Milliseconds longest{60000};
};

// `failures` from 1. Between half and all of min(longest, first * 2^(failures - 1)); `random` is any 64 bits.
Milliseconds wait_after(std::uint32_t failures, std::uint64_t random, const BackOff& back_off);

}  // namespace darban
