// SPDX-License-Identifier: Apache-2.0
// The only code that turns a Name or an address back into something a person can read. For test messages; src/ has no such door.
#pragma once
#include <array>
#include <string>
#include <vector>

#include "base/bytes.h"
#include "base/net_address.h"
#include "dns/name.h"

namespace darban {

// The wire form, lower case.
inline std::vector<std::uint8_t> wire_of(const Name& name) {
  std::array<std::uint8_t, 256> room;
  ByteWriter out(room);
  name.append_to(out);
  return {out.written().begin(), out.written().end()};
}

// "www.example.com", "." for the root; odd octets as \DDD.
inline std::string reveal(const Name& name) {
  const auto wire = wire_of(name);
  std::string text;
  for (std::size_t at = 0; wire[at] != 0; at += 1U + wire[at]) {
    if (at != 0) text += '.';
    for (std::size_t i = at + 1; i <= at + wire[at]; ++i) {
      const auto octet = wire[i];
      if (octet > ' ' && octet < 0x7f && octet != '.' && octet != '\\') {
        text += static_cast<char>(octet);
      } else {
        text += '\\';
        text += static_cast<char>('0' + octet / 100);
        text += static_cast<char>('0' + octet / 10 % 10);
        text += static_cast<char>('0' + octet % 10);
      }
    }
  }
  return text.empty() ? "." : text;
}

// 4 or 16 octets, as in RDATA.
inline std::vector<std::uint8_t> octets_of(const IpAddress& address) {
  std::array<std::uint8_t, 16> room;
  ByteWriter out(room);
  address.append_to(out);
  return {out.written().begin(), out.written().end()};
}

}  // namespace darban
