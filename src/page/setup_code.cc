// SPDX-License-Identifier: Apache-2.0
#include "page/setup_code.h"

#include <array>
#include <string>

#include "base/crypto.h"

namespace darban::page {
namespace {

constexpr std::uint32_t kLeast = 1000;
constexpr std::uint32_t kCount = 9000;

std::uint32_t four_digits() {
  for (;;) {
    std::array<std::uint8_t, 2> octets;
    crypto::fill_random(octets);
    const std::uint32_t number = std::uint32_t{octets[0]} << 8 | octets[1];
    if (number < 65536 / kCount * kCount) return kLeast + number % kCount;  // all of them equally often
  }
}

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

}  // namespace

SetupCode::SetupCode() : first_(four_digits()), second_(four_digits()) {}

bool SetupCode::is(std::string_view typed) {
  std::string digits;
  for (const char c : typed) {
    if (c >= '0' && c <= '9') digits.push_back(c);
  }
  if (crypto::same(octets_of(digits), octets_of(std::to_string(first_) + std::to_string(second_)))) return true;
  ++wrong_;
  return false;
}

}  // namespace darban::page
