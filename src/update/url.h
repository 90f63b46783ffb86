// SPDX-License-Identifier: Apache-2.0
// Where a list lies: an http or https address (RFC 3986), taken apart strictly, so that the library that fetches reads it as we
// did. No user names, no international host names (they are written in their xn-- form), no spaces, no numbers that only some
// programs take for addresses ("127.1", "0x7f000001"). A fragment is left out. Values; any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

#include "base/result.h"

namespace darban {

inline constexpr std::size_t kLongestUrl = 2048;  // octets

struct Url {
  bool secure = false;  // https
  std::string host;     // lower case; an IPv6 address without its brackets
  std::uint16_t port = 0;
  std::string rest;              // path and query; begins with '/'
  bool host_is_address = false;  // nothing needs to be looked up
  std::string text() const;      // in one form: the port only where it is not the usual one
  friend bool operator==(const Url&, const Url&) = default;
};

// error.at is the octet.
Result<Url> read_url(std::string_view text);

}  // namespace darban
