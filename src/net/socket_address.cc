// SPDX-License-Identifier: Apache-2.0
#include "net/socket_address.h"

namespace darban {

SocketAddress::SocketAddress(const NetEndpoint& endpoint) {
  endpoint.address.to_socket(get(), endpoint.port);
  if (family() == AF_INET6) octets_.sin6_scope_id = endpoint.scope;
}

void never_fragment(int fd, sa_family_t family) {
  // A kernel that does not know the option (before 3.15) merely may fragment.
  if (family == AF_INET) {
    const int omit = IP_PMTUDISC_OMIT;
    ::setsockopt(fd, IPPROTO_IP, IP_MTU_DISCOVER, &omit, sizeof omit);
  } else {
    const int omit = IPV6_PMTUDISC_OMIT;
    ::setsockopt(fd, IPPROTO_IPV6, IPV6_MTU_DISCOVER, &omit, sizeof omit);
  }
}

}  // namespace darban
