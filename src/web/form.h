// SPDX-License-Identifier: Apache-2.0
// What a form without JavaScript sends: application/x-www-form-urlencoded, UTF-8 (WHATWG URL standard, section 5.1). Any octets
// give pairs or a refusal. Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace darban::web {

inline constexpr std::size_t kMostFormPairs = 32;

struct Form {
  std::vector<std::pair<std::string, std::string>> pairs;
  // The first of that name; empty when there is none.
  std::string_view asked(std::string_view name) const;
};

// Nothing: too many pairs, a broken escape, or what is no clean text.
std::optional<Form> read_form(std::string_view body);
// Whether a Content-Type field says that the body is a form.
bool is_form(std::string_view content_type);

}  // namespace darban::web
