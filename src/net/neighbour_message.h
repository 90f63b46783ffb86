// SPDX-License-Identifier: Apache-2.0
// One netlink message about a neighbour (rtnetlink(7), RTM_NEWNEIGH and RTM_DELNEIGH), read as octets from outside. Pure.
#pragma once
#include <cstdint>
#include <optional>

#include "base/bytes.h"
#include "base/net_address.h"

namespace darban {

struct NeighbourNews {
  std::uint32_t interface = 0;
  IpAddress address;
  std::optional<MacAddress> mac;  // none: the kernel does not know or does not reach it (any more)
};

// `message`: with its nlmsghdr, host order. Nothing for other messages, proxies, multicast, and links whose addresses are not six
// octets.
std::optional<NeighbourNews> read_neighbour(Octets message);

}  // namespace darban
