// SPDX-License-Identifier: Apache-2.0
// Numbers on a tool's command line: all of the word, within its range, or the tool says so and ends.
#pragma once
#include <charconv>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string_view>

namespace darban::bench {

template <typename Number>
Number number_from(std::string_view what, std::string_view word, Number least, Number most) {
  Number value{};
  const auto [end, problem] = std::from_chars(word.data(), word.data() + word.size(), value);
  if (problem == std::errc() && end == word.data() + word.size() && value >= least && value <= most) return value;
  std::fprintf(stderr, "%.*s is not a number that can be used here: '%.*s'\n", static_cast<int>(what.size()), what.data(),
               static_cast<int>(word.size()), word.data());
  std::exit(2);
}

inline std::uint16_t port_from(std::string_view word) { return number_from<std::uint16_t>("the port", word, 1, 65535); }

}  // namespace darban::bench
