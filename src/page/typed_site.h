// SPDX-License-Identifier: Apache-2.0
// A site as a child types or pastes it: "example.org", " https://www.example.org/page?x ", "Example.Org". Pure.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "dns/name.h"

namespace darban::page {

struct TypedSite {
  Name name;
  std::string text;  // the host alone, in lower case where it is ASCII, as it was typed otherwise
};
std::optional<TypedSite> typed_site(std::string_view typed);

// How many characters a reader would count, roughly: code points.
std::size_t characters_in(std::string_view text);
// Without blanks around it, line ends as spaces, no control characters.
std::string one_line(std::string_view text);

}  // namespace darban::page
