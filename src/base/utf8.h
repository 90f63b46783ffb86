// SPDX-License-Identifier: Apache-2.0
// Reading UTF-8 (RFC 3629): no overlong forms, no surrogates, nothing above U+10FFFF. Pure; any thread.
#pragma once
#include <cstddef>
#include <string_view>

namespace darban {

struct CodePoint {
  char32_t value = 0;
  std::size_t octets = 0;  // 0: not UTF-8 here
};

// The code point that begins at `at`, which must be inside `text`.
CodePoint code_point_at(std::string_view text, std::size_t at);

// Of ASCII and of ISO 6429: what some terminals obey rather than show.
constexpr bool is_control(char32_t value) { return value < 0x20 || (value >= 0x7f && value < 0xa0); }

// Whether the text is UTF-8 without NUL and without code points that some readers take for the end of a line (U+0085, U+2028,
// U+2029).
bool is_clean_text(std::string_view text);

}  // namespace darban
