// SPDX-License-Identifier: Apache-2.0
// Ten codes on paper for the day the phone is lost: "k7d2m-q4xz3", 50 random bits, each good once. Kept as hashes only.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace darban::page {

inline constexpr std::size_t kBackupCodes = 10;

std::vector<std::string> new_backup_codes();
// Of a code as typed, in either case, with or without its hyphen; bound to the account. Nothing: this is no backup code.
std::optional<std::string> backup_code_hash(std::int64_t account, std::string_view typed);

}  // namespace darban::page
