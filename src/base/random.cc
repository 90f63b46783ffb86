// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <sys/random.h>

#include <cstdlib>
#include <cstring>

namespace darban {

void Random::take(void* into, std::size_t count) {
  if (pool_.size() - used_ < count) {
    // Up to 256 octets getrandom never returns short nor fails once the kernel is seeded (getrandom(2)).
    for (std::size_t at = 0; at < pool_.size(); at += 256) {
      if (::getrandom(pool_.data() + at, 256, 0) != 256) std::abort();
    }
    used_ = 0;
  }
  std::memcpy(into, pool_.data() + used_, count);
  std::memset(pool_.data() + used_, 0, count);
  used_ += count;
}

std::uint16_t Random::u16() {
  std::uint16_t value = 0;
  take(&value, sizeof value);
  return value;
}

std::uint64_t Random::u64() {
  std::uint64_t value = 0;
  take(&value, sizeof value);
  return value;
}

}  // namespace darban
