// SPDX-License-Identifier: Apache-2.0
// Names of accounts as people type them: 1 to 40 characters of UTF-8, no control characters, no space at either end. Two names
// that differ only in case are one name. Pure.
#pragma once
#include <cstddef>
#include <string>
#include <string_view>

namespace darban::page {

inline constexpr std::size_t kLongestName = 40;  // code points

// Text of a person that is shown again: that many code points at most, and nothing a terminal or a page could obey.
bool is_plain_text(std::string_view text, std::size_t most);
bool is_account_name(std::string_view name);
// The name without its case: Latin, Greek and Cyrillic letters; other scripts here have none, and Turkish dots are letters of
// their own. Octets that are no UTF-8 stay as they are.
std::string name_key_of(std::string_view name);

}  // namespace darban::page
