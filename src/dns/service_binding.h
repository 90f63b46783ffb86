// SPDX-License-Identifier: Apache-2.0
// SVCB and HTTPS record data (RFC 9460): a target name and address hints, both of which a filter must look at.
#pragma once
#include <span>

#include "base/bytes.h"
#include "base/net_address.h"
#include "base/result.h"
#include "dns/name.h"

namespace darban {

// TargetName; the root means "the owner itself" (RFC 9460 section 2.5).
Result<Name> service_target(Octets rdata);
// Writes these SvcParams without `ech` (RFC 9848), and without it among the `mandatory` ones. False when they are not what RFC
// 9460 section 2.2 says; part of them may be written then.
bool copy_params_without_ech(Octets params, ByteWriter& out);
// Whether ipv4hint or ipv6hint holds an address of a private range. False for damaged data.
bool has_private_hint(Octets rdata);
// The addresses of ipv4hint and ipv6hint, at most as many as `into` holds; tells how many. Those before a damage.
std::size_t address_hints(Octets rdata, std::span<IpAddress> into);

}  // namespace darban
