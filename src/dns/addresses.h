// SPDX-License-Identifier: Apache-2.0
// Where an answer leads: every address in it, whatever record holds it.
#pragma once
#include <span>

#include "base/bytes.h"
#include "base/net_address.h"

namespace darban {

// A, AAAA, and the hints of SVCB and HTTPS (RFC 9460 section 7.3), of every section: a client may go by any of them. Writes at
// most as many as `into` holds and tells how many; what comes after damage is left out.
std::size_t addresses_in(Octets message, std::span<IpAddress> into);

}  // namespace darban
