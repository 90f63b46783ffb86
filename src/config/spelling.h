// SPDX-License-Identifier: Apache-2.0
// Words for a person who mistyped: the key they may have meant, and their own text in quotes. Any thread.
#pragma once
#include <span>
#include <string>
#include <string_view>

namespace darban {

// The known word that is at most two slips away (a letter wrong, missing, added, or two swapped; one slip for words below five
// letters); empty when there is none.
std::string_view nearest(std::string_view word, std::span<const std::string_view> known);

// 'text' for a message, cut after 60 octets, control characters as '?'.
std::string quote(std::string_view text);

}  // namespace darban
