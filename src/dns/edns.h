// SPDX-License-Identifier: Apache-2.0
// The OPT pseudo-record (RFC 6891): what a message says about its sender.
#pragma once
#include <cstdint>

#include "base/bytes.h"
#include "dns/registry.h"

namespace darban {

// What we advertise and never exceed over UDP, so that nothing is fragmented (RFC 9715; DNS flag day 2020).
inline constexpr std::uint16_t kEdnsUdpSize = 1232;
inline constexpr std::uint16_t kPlainUdpSize = 512;  // RFC 1035 section 4.2.1

struct Edns {
  bool present = false;
  bool dnssec_ok = false;  // the DO bit
  std::uint8_t version = 0;
  std::uint8_t rcode_high = 0;  // upper eight bits of the 12-bit rcode
  std::uint16_t udp_size = kPlainUdpSize;
  Octets options;  // as on the wire; valid while the message is
};

// Writes an OPT record. `ede` none: without an extended error (RFC 8914).
void write_opt(ByteWriter& out, bool dnssec_ok, std::uint8_t rcode_high, EdeCode ede);

}  // namespace darban
