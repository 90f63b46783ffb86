// SPDX-License-Identifier: Apache-2.0
#include "dns/addresses.h"

#include "dns/message.h"
#include "dns/service_binding.h"

namespace darban {

std::size_t addresses_in(Octets message, std::span<IpAddress> into) {
  std::size_t count = 0;
  MessageWalk walk(message);
  RrView rr;
  while (count < into.size() && walk.next(rr)) {
    if (rr.type == RrType::a && rr.rdata.size() == 4) {
      into[count++] = IpAddress::from_v4(rr.rdata);
    } else if (rr.type == RrType::aaaa && rr.rdata.size() == 16) {
      into[count++] = IpAddress::from_v6(rr.rdata);
    } else if (rr.type == RrType::svcb || rr.type == RrType::https) {
      count += address_hints(rr.rdata, into.subspan(count));
    }
  }
  return count;
}

}  // namespace darban
