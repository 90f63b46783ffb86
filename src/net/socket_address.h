// SPDX-License-Identifier: Apache-2.0
// An endpoint in the kernel's form, and the few socket options that go with an address family.
#pragma once
#include <netinet/in.h>
#include <sys/socket.h>

#include "net/net_settings.h"

namespace darban {

class SocketAddress {
 public:
  SocketAddress() = default;
  explicit SocketAddress(const NetEndpoint& endpoint);
  sa_family_t family() const { return octets_.sin6_family; }  // both families have it at the same place
  sockaddr* get() { return reinterpret_cast<sockaddr*>(&octets_); }
  const sockaddr* get() const { return reinterpret_cast<const sockaddr*>(&octets_); }
  socklen_t size() const { return family() == AF_INET ? sizeof(sockaddr_in) : sizeof(sockaddr_in6); }
  static constexpr socklen_t room() { return sizeof(sockaddr_in6); }
  IpAddress address() const { return IpAddress::from_socket(get()); }
  std::uint16_t port() const { return ntohs(octets_.sin6_port); }  // at the same place, too
  std::uint32_t scope() const { return family() == AF_INET6 ? octets_.sin6_scope_id : 0; }

 private:
  sockaddr_in6 octets_{};  // large enough for a sockaddr_in
};

// Path MTU news is ignored and datagrams are not fragmented by us (IP_PMTUDISC_OMIT; RFC 9715 section 3.1).
void never_fragment(int fd, sa_family_t family);

}  // namespace darban
