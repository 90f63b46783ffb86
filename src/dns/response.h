// SPDX-License-Identifier: Apache-2.0
// The records darban writes itself. Each owner is the question's name, written as a pointer to octet 12 (RFC 1035 section 4.1.4).
#pragma once
#include <cstdint>

#include "base/bytes.h"
#include "base/net_address.h"
#include "dns/registry.h"

namespace darban {

void write_address(ByteWriter& out, std::uint32_t ttl, const IpAddress& address);  // A or AAAA by family
// The SOA that bounds how long a "no" is kept: its TTL and MINIMUM are `ttl` (RFC 2308 section 3 and 5).
void write_negative_soa(ByteWriter& out, std::uint32_t ttl);
// What a question for ANY gets: one HINFO that names the RFC (RFC 8482 section 4.2).
void write_minimal_any(ByteWriter& out, std::uint32_t ttl);

}  // namespace darban
