// SPDX-License-Identifier: Apache-2.0
// The keyed 64-bit hash of octets used for names, in the list image (where it is part of the format, see
// src/lists/FORMAT.md) and in every table a stranger's name can reach.
// The construction is the folded 128-bit multiply of the wyhash and mum families: two multiplies for up to 16 octets. It is not
// a cryptographic hash; tables bound the work a collision can cause, and anything secret uses crypto.h.
#pragma once
#include <cstddef>
#include <cstdint>
#include <cstring>

namespace darban {

struct HashSeed {
  std::uint64_t value = 0;
};

inline std::uint64_t fold_multiply(std::uint64_t a, std::uint64_t b) {
  __extension__ using Wide = unsigned __int128;
  const Wide product = static_cast<Wide>(a) * b;
  return static_cast<std::uint64_t>(product) ^ static_cast<std::uint64_t>(product >> 64);
}

namespace hash_detail {
inline constexpr std::uint64_t kOdd1 = 0x9e3779b97f4a7c15;  // 2^64 / golden ratio
inline constexpr std::uint64_t kOdd2 = 0xd1b54a32d192ed03;  // 2^64 / plastic number, squared family (Roberts' R2)
inline constexpr std::uint64_t kOdd3 = 0x8cb92ba72f3d8dd7;

// Little-endian loads, so that the image means the same on every machine.
inline std::uint64_t load64(const std::uint8_t* from) {
  std::uint64_t value;
  std::memcpy(&value, from, 8);
  if constexpr (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) value = __builtin_bswap64(value);
  return value;
}
inline std::uint64_t load32(const std::uint8_t* from) {
  std::uint32_t value;
  std::memcpy(&value, from, 4);
  if constexpr (__BYTE_ORDER__ == __ORDER_BIG_ENDIAN__) value = __builtin_bswap32(value);
  return value;
}
}  // namespace hash_detail

// The folded product with both factors kept beside it: a factor that happens to be zero then hides nothing of the other.
inline std::uint64_t mix(std::uint64_t a, std::uint64_t b) { return fold_multiply(a, b) ^ a ^ b; }

// Mixes `count` octets into `state`. hash(state, a + b) differs from hash(hash(state, a), b): callers hash label by label.
inline std::uint64_t hash_octets(std::uint64_t state, const std::uint8_t* octets, std::size_t count) {
  using namespace hash_detail;
  std::uint64_t low = 0;
  std::uint64_t high = 0;
  if (count <= 16) {
    if (count >= 8) {
      low = load64(octets);
      high = load64(octets + count - 8);
    } else if (count >= 4) {
      low = load32(octets);
      high = load32(octets + count - 4);
    } else if (count > 0) {
      low = static_cast<std::uint64_t>(octets[0]) << 16 | static_cast<std::uint64_t>(octets[count >> 1]) << 8 | octets[count - 1];
    }
  } else {
    std::size_t left = count;
    while (left > 16) {
      state = mix(load64(octets) ^ kOdd2, load64(octets + 8) ^ state);
      octets += 16;
      left -= 16;
    }
    low = load64(octets + left - 16);
    high = load64(octets + left - 8);
  }
  return fold_multiply(kOdd1 ^ count, mix(low ^ kOdd2, high ^ state ^ kOdd3));
}

}  // namespace darban
