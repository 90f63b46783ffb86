// SPDX-License-Identifier: Apache-2.0
// How often this program asked operator new for memory: the hot path must not.
#pragma once
#include <cstdint>

namespace darban::bench {

std::uint64_t allocations_so_far();

}  // namespace darban::bench
