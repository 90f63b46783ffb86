// SPDX-License-Identifier: Apache-2.0
#include "base/utf8.h"

#include <cstdint>
#include <cstring>

namespace darban {

CodePoint code_point_at(std::string_view text, std::size_t at) {
  const auto octet = [&](std::size_t i) { return static_cast<std::uint8_t>(text[at + i]); };
  const std::uint8_t first = octet(0);
  if (first < 0x80) return {first, 1};
  std::size_t length = 0;
  char32_t value = 0;
  char32_t least = 0;  // smaller values have a shorter form (RFC 3629 section 3)
  if (first >= 0xc0 && first < 0xe0) {
    length = 2;
    value = first & 0x1f;
    least = 0x80;
  } else if (first >= 0xe0 && first < 0xf0) {
    length = 3;
    value = first & 0x0f;
    least = 0x800;
  } else if (first >= 0xf0 && first < 0xf8) {
    length = 4;
    value = first & 0x07;
    least = 0x10000;
  } else {
    return {};
  }
  if (text.size() - at < length) return {};
  for (std::size_t i = 1; i < length; ++i) {
    if ((octet(i) & 0xc0) != 0x80) return {};
    value = value << 6 | (octet(i) & 0x3fU);
  }
  if (value < least || value > 0x10ffff || (value >= 0xd800 && value < 0xe000)) return {};
  return {value, length};
}

bool is_clean_text(std::string_view text) {
  constexpr std::uint64_t kOnes = 0x0101010101010101;
  std::size_t at = 0;
  while (at < text.size()) {
    if (text.size() - at >= 8) {  // eight plain octets at once: no high bit, no zero octet
      std::uint64_t word;
      std::memcpy(&word, text.data() + at, 8);
      if (((word | (word - kOnes)) & (0x80 * kOnes)) == 0) {
        at += 8;
        continue;
      }
    }
    const CodePoint point = code_point_at(text, at);
    if (point.octets == 0 || point.value == 0 || point.value == 0x85 || point.value == 0x2028 || point.value == 0x2029)
      return false;
    at += point.octets;
  }
  return true;
}

}  // namespace darban
