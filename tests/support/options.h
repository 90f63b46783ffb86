// SPDX-License-Identifier: Apache-2.0
// Builds the options of an OPT record for tests, right or wrong on purpose.
#pragma once
#include <cstdint>
#include <string_view>
#include <vector>

namespace darban {

struct Options {
  std::vector<std::uint8_t> octets;

  Options& add(std::uint16_t code, const std::vector<std::uint8_t>& value) {
    for (const std::size_t number : {std::size_t{code}, value.size()}) {
      octets.push_back(static_cast<std::uint8_t>(number >> 8));
      octets.push_back(static_cast<std::uint8_t>(number));
    }
    octets.insert(octets.end(), value.begin(), value.end());
    return *this;
  }
  Options& text(std::uint16_t code, std::string_view value) { return add(code, {value.begin(), value.end()}); }
  // A client subnet (RFC 7871 section 6).
  Options& subnet(std::uint8_t family, std::uint8_t source, const std::vector<std::uint8_t>& address, std::uint8_t scope = 0) {
    std::vector<std::uint8_t> value{0, family, source, scope};
    value.insert(value.end(), address.begin(), address.end());
    return add(8, value);
  }
};

}  // namespace darban
