// SPDX-License-Identifier: Apache-2.0
// MAC addresses as DHCP servers write them.
#pragma once
#include <optional>
#include <string_view>
#include <vector>

#include "base/bytes.h"
#include "base/net_address.h"

namespace darban {

// The MAC address in a DUID (RFC 8415 section 11): of the types DUID-LLT and DUID-LL with hardware type 1 (Ethernet and Wi-Fi).
std::optional<MacAddress> mac_of_duid(Octets duid);

// Octets in hexadecimal, two digits each, with ':' between all of them or none. Empty: it is something else.
std::optional<std::vector<std::uint8_t>> octets_of_hex(std::string_view text);

// aa:bb:cc:dd:ee:ff, of one device.
std::optional<MacAddress> mac_of_text(std::string_view text);

}  // namespace darban
