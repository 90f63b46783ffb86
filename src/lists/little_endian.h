// SPDX-License-Identifier: Apache-2.0
// Unaligned little-endian numbers: how the list image stores them (FORMAT.md), on every machine.
#pragma once
#include <cstdint>
#include <cstring>
#include <type_traits>

namespace darban {

// The number whose octets in memory are the little-endian form of `value`; its own inverse.
template <typename T>
constexpr T little_endian(T value) {
  static_assert(std::is_unsigned_v<T>);
  if constexpr (__BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__ || sizeof(T) == 1) return value;
  if constexpr (sizeof(T) == 2) return static_cast<T>(__builtin_bswap16(static_cast<std::uint16_t>(value)));
  if constexpr (sizeof(T) == 4) return static_cast<T>(__builtin_bswap32(static_cast<std::uint32_t>(value)));
  if constexpr (sizeof(T) == 8) return static_cast<T>(__builtin_bswap64(static_cast<std::uint64_t>(value)));
}

template <typename T>
T load_little(const std::uint8_t* from) {
  T value;
  std::memcpy(&value, from, sizeof value);
  return little_endian(value);
}

template <typename T>
void store_little(std::uint8_t* into, T value) {
  value = little_endian(value);
  std::memcpy(into, &value, sizeof value);
}

}  // namespace darban
