// SPDX-License-Identifier: Apache-2.0
// Who a question is asked for: its client, or whom a trusted forwarder names in the query's EDNS options (decisions.md 4).
// Whoever is not trusted may write what he likes there: it is counted and ignored. allow_from is about the client either way, and
// the reply goes to it; nothing of the options goes upstream (upstream_query writes an OPT of its own).
#pragma once
#include "engine/counters.h"
#include "engine/query.h"

namespace darban {

// Parsing's last step, for a query that has options. Sets query.named, which was `nobody`, and with it named_address, mac and
// has_mac.
void hear_forwarder(Query& query, const Policy& policy, Counters& counters);

// For the verdict. A question for somebody who can not be told is a guest's, never the forwarder's: else a device behind it could
// borrow the forwarder's rules with a broken option.
Asker who_asks(const Query& query, const Policy& policy);

// The kernel learns whose a new address is (a phone takes another IPv6 address every day) only by our answer to its first
// question, so that question is a guest's. What it opened must not outlive that.
inline constexpr std::uint32_t kLongestForUnknown = 10;  // seconds
inline std::uint32_t longest_for(const Query& query) {
  return query.not_known_yet && query.asker.profile == kGuest ? kLongestForUnknown : UINT32_MAX;
}

}  // namespace darban
