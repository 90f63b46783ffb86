// SPDX-License-Identifier: Apache-2.0
// Which passwords are taken, and what hashing them costs. A parent can live with the rules: eight characters, no recipe of digits
// and signs, but none of those that everybody tries first (NIST SP 800-63B section 5.1.1.2). Pure but for machine_memory().
#pragma once
#include <cstdint>
#include <string>
#include <string_view>

#include "base/crypto.h"

namespace darban::page {

inline constexpr std::size_t kShortestPassword = 8;   // code points
inline constexpr std::size_t kLongestPassword = 128;  // octets

enum class PasswordRule : std::uint8_t {
  good,
  too_short,
  too_long,
  strange,    // no UTF-8, or control characters, which no keyboard types twice alike
  like_name,  // the account's name, or that with a few digits and signs behind it
  common,     // common_passwords.inc, one character again and again, or a row of the keyboard
};
PasswordRule rule_broken_by(std::string_view password, std::string_view name);

// 19 MiB and two passes; 8 MiB and three where the machine has 128 MB or less.
crypto::PasswordCost password_cost_for(std::uint64_t octets_of_memory);
std::uint64_t machine_memory();  // octets

// A hash that no password has, of that cost: an account that does not exist takes as long to refuse as one that does.
std::string nobodys_hash(const crypto::PasswordCost& cost);

}  // namespace darban::page
