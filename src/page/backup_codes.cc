// SPDX-License-Identifier: Apache-2.0
#include "page/backup_codes.h"

#include <array>

#include "base/crypto.h"
#include "page/base32.h"

namespace darban::page {
namespace {

constexpr std::size_t kHalf = 5;  // characters of 5 bits each

std::string plain(std::string_view typed) {
  std::string code;
  for (const char c : typed) {
    if (c == '-' || c == ' ') continue;
    code.push_back(c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c);
  }
  return code;
}

}  // namespace

std::vector<std::string> new_backup_codes() {
  std::vector<std::string> codes;
  while (codes.size() < kBackupCodes) {
    std::array<std::uint8_t, 7> octets;
    crypto::fill_random(octets);
    const std::string code = plain(to_base32(octets)).substr(0, 2 * kHalf);
    codes.push_back(code.substr(0, kHalf) + "-" + code.substr(kHalf));
  }
  return codes;
}

std::optional<std::string> backup_code_hash(std::int64_t account, std::string_view typed) {
  const std::string code = plain(typed);
  const bool ours = code.size() == 2 * kHalf && code.find_first_not_of("abcdefghijklmnopqrstuvwxyz234567") == std::string::npos;
  if (!ours) return std::nullopt;
  const std::string bound = "darban backup code " + std::to_string(account) + " " + code;
  return crypto::to_hex(crypto::blake2b256({reinterpret_cast<const std::uint8_t*>(bound.data()), bound.size()}));
}

}  // namespace darban::page
