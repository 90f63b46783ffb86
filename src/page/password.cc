// SPDX-License-Identifier: Apache-2.0
#include "page/password.h"

#include <unistd.h>

#include <algorithm>
#include <array>

#include "base/utf8.h"
#include "page/account_name.h"

namespace darban::page {
namespace {

constexpr std::array<std::string_view, 264> kCommon{
#include "page/common_passwords.inc"
};
constexpr std::array<std::string_view, 8> kRows{
    "01234567890123456789",       "09876543210987654321",       "abcdefghijklmnopqrstuvwxyz", "zyxwvutsrqponmlkjihgfedcba",
    "qwertyuiopasdfghjklzxcvbnm", "qwertzuiopasdfghjklyxcvbnm", "azertyuiopqsdfghjklmwxcvbn", "1q2w3e4r5t6y7u8i9o0p"};
constexpr std::size_t kTail = 4;  // characters behind a name or a common word that make no other password of it
constexpr std::uint64_t kSmallMachine = std::uint64_t{128} << 20;

bool is_letter(char c) { return (c >= 'a' && c <= 'z') || static_cast<unsigned char>(c) >= 0x80; }

// Whether it is `word` with nothing behind it but a few digits and signs.
bool is_dressed_up(std::string_view password, std::string_view word) {
  if (word.empty() || !password.starts_with(word) || password.size() > word.size() + kTail) return false;
  const std::string_view tail = password.substr(word.size());
  return std::none_of(tail.begin(), tail.end(), is_letter);
}

bool is_common(std::string_view password) {
  if (std::all_of(password.begin(), password.end(), [&](char c) { return c == password.front(); })) return true;
  if (std::any_of(kRows.begin(), kRows.end(), [&](std::string_view row) { return row.find(password) != std::string_view::npos; }))
    return true;
  return std::any_of(kCommon.begin(), kCommon.end(), [&](std::string_view word) { return is_dressed_up(password, word); });
}

}  // namespace

PasswordRule rule_broken_by(std::string_view password, std::string_view name) {
  if (password.size() > kLongestPassword) return PasswordRule::too_long;
  if (!is_clean_text(password)) return PasswordRule::strange;
  std::size_t characters = 0;
  for (std::size_t at = 0; at < password.size(); ++characters) {
    const CodePoint point = code_point_at(password, at);
    if (is_control(point.value)) return PasswordRule::strange;
    at += point.octets;
  }
  if (characters < kShortestPassword) return PasswordRule::too_short;
  const std::string plain = name_key_of(password);
  if (is_dressed_up(plain, name_key_of(name))) return PasswordRule::like_name;
  return is_common(plain) ? PasswordRule::common : PasswordRule::good;
}

crypto::PasswordCost password_cost_for(std::uint64_t octets_of_memory) {
  if (octets_of_memory <= kSmallMachine) return {.kibibytes = 8192, .passes = 3};
  return {.kibibytes = 19456, .passes = 2};
}

std::uint64_t machine_memory() {
  const long pages = ::sysconf(_SC_PHYS_PAGES);
  const long size = ::sysconf(_SC_PAGESIZE);
  return pages < 0 || size < 0 ? 0 : static_cast<std::uint64_t>(pages) * static_cast<std::uint64_t>(size);
}

std::string nobodys_hash(const crypto::PasswordCost& cost) {
  return "$argon2id$v=19$m=" + std::to_string(cost.kibibytes) + ",t=" + std::to_string(cost.passes) + ",p=1$" +
         std::string(22, 'A') + "$" + std::string(43, 'A');
}

}  // namespace darban::page
