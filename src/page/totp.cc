// SPDX-License-Identifier: Apache-2.0
#include "page/totp.h"

#include <algorithm>
#include <array>

#include "base/crypto.h"
#include "page/base32.h"
#include "page/sha1_hmac.h"

namespace darban::page {
namespace {

constexpr std::size_t kDigits = 6;
constexpr std::uint32_t kModulus = 1000000;

Octets octets_of(std::string_view text) { return {reinterpret_cast<const std::uint8_t*>(text.data()), text.size()}; }

// RFC 3986 section 2.3.
std::string percent_encoded(std::string_view text) {
  constexpr std::string_view kPlain = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-._~";
  constexpr std::string_view kHex = "0123456789ABCDEF";
  std::string encoded;
  for (const char c : text) {
    const auto octet = static_cast<unsigned char>(c);
    if (kPlain.find(c) != std::string_view::npos)
      encoded.push_back(c);
    else
      encoded.append({'%', kHex[octet >> 4], kHex[octet & 15]});
  }
  return encoded;
}

}  // namespace

std::string new_totp_secret() {
  std::array<std::uint8_t, 20> secret;
  crypto::fill_random(secret);
  return to_base32(secret);
}

std::string totp_address(std::string_view account_name, std::string_view secret) {
  return "otpauth://totp/darban:" + percent_encoded(account_name) + "?secret=" + std::string(secret) + "&issuer=darban";
}

std::optional<std::string> hotp(Octets secret, std::uint64_t counter) {
  std::array<std::uint8_t, 8> message;
  for (std::size_t i = 0; i < message.size(); ++i) message[i] = static_cast<std::uint8_t>(counter >> (56 - 8 * i));
  const auto mac = sha1_hmac(secret, message);
  if (!mac) return std::nullopt;
  const std::size_t at = mac->back() & 15;
  const std::uint32_t word = std::uint32_t{(*mac)[at]} << 24 | std::uint32_t{(*mac)[at + 1]} << 16 |
                             std::uint32_t{(*mac)[at + 2]} << 8 | std::uint32_t{(*mac)[at + 3]};
  const std::string digits = std::to_string((word & 0x7fffffff) % kModulus);
  return std::string(kDigits - digits.size(), '0') + digits;
}

TotpCheck check_totp(std::string_view secret, std::string_view typed, WallTime now, std::int64_t last_step) {
  if (!has_sha1_hmac()) return {TotpAnswer::no_library, 0};
  std::string code(typed);
  std::erase(code, ' ');
  const auto key = from_base32(secret);
  if (!key || code.size() != kDigits) return {};
  const std::int64_t today = now.time_since_epoch().count() / kTotpStep;
  TotpCheck found;
  for (std::int64_t step = std::max<std::int64_t>(today - 1, 0); step <= today + 1; ++step) {
    const auto right = hotp(*key, static_cast<std::uint64_t>(step));
    const bool fits = right && crypto::same(octets_of(*right), octets_of(code));
    if (fits && step > last_step) found = {TotpAnswer::fits, step};
  }
  return found;
}

}  // namespace darban::page
