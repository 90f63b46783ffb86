// SPDX-License-Identifier: Apache-2.0
#include "engine/steps/who.h"

#include "dns/client_claim.h"

namespace darban {

void hear_forwarder(Query& query, const Policy& policy, Counters& counters) {
  const ClientClaim claim = read_client_claim(query.edns.options);
  if (!policy.may_name_client(query.client)) {
    if (claim.names_somebody()) counters.add(Health::claims_untrusted);
    return;
  }
  if (claim.trouble) counters.add(Health::claims_unreadable);
  if (!claim.names_somebody()) return;
  query.named = claim.unreadable ? Named::unreadable : Named::somebody;
  query.named_address = claim.address.value_or(IpAddress());
  query.has_mac = claim.mac.has_value();
  if (claim.mac) query.mac = *claim.mac;
}

Asker who_asks(const Query& query, const Policy& policy) {
  if (query.named == Named::unreadable) return policy.asker_of(kNoDevice);
  return policy.asker_of(query.asking_address(), query.has_mac ? &query.mac : nullptr);
}

}  // namespace darban
