// SPDX-License-Identifier: Apache-2.0
#include "page/base32.h"

namespace darban::page {
namespace {

constexpr std::string_view kAlphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567";

std::optional<std::uint32_t> value_of(char c) {
  if (c >= 'a' && c <= 'z') c = static_cast<char>(c - 'a' + 'A');
  const auto at = kAlphabet.find(c);
  if (at == std::string_view::npos) return std::nullopt;
  return static_cast<std::uint32_t>(at);
}

}  // namespace

std::string to_base32(Octets octets) {
  std::string text;
  std::uint32_t held = 0;
  int bits = 0;
  for (const std::uint8_t octet : octets) {
    held = held << 8 | octet;
    for (bits += 8; bits >= 5; bits -= 5) text.push_back(kAlphabet[held >> (bits - 5) & 31]);
  }
  if (bits > 0) text.push_back(kAlphabet[held << (5 - bits) & 31]);
  return text;
}

std::optional<std::vector<std::uint8_t>> from_base32(std::string_view text) {
  std::vector<std::uint8_t> octets;
  std::uint32_t held = 0;
  int bits = 0;
  for (const char c : text) {
    if (c == ' ' || c == '-') continue;
    const auto value = value_of(c);
    if (!value) return std::nullopt;
    held = held << 5 | *value;
    bits += 5;
    if (bits >= 8) {
      bits -= 8;
      octets.push_back(static_cast<std::uint8_t>(held >> bits));
    }
  }
  // What is left over is less than a character and zero.
  if (bits >= 5 || (held & ((1u << bits) - 1)) != 0) return std::nullopt;
  return octets;
}

}  // namespace darban::page
