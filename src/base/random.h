// SPDX-License-Identifier: Apache-2.0
// Unpredictable numbers for message IDs, ports, 0x20 bits and hash seeds: the kernel's getrandom(2), fetched a page at a
// time. One Random per thread.
#pragma once
#include <array>
#include <cstdint>

#include "base/hash.h"

namespace darban {

class Random {
 public:
  std::uint16_t u16();
  std::uint64_t u64();
  HashSeed seed() { return {u64()}; }

 private:
  void take(void* into, std::size_t count);
  std::array<std::uint8_t, 512> pool_{};
  std::size_t used_ = sizeof pool_;
};

}  // namespace darban
