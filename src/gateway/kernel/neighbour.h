// SPDX-License-Identifier: Apache-2.0
// The MAC behind an address, asked of the kernel for that one address (RTM_GETNEIGH; Linux 5.0). darban's own table of neighbours
// follows the kernel's by a moment; a device that just woke up is known here already, because it had to ask for the router first.
#pragma once
#include <optional>
#include <span>

#include "base/net_address.h"
#include "base/unique_fd.h"
#include "gateway/plan.h"

namespace darban::gateway {

class NeighbourLookUp {
 public:
  NeighbourLookUp();
  std::optional<MacAddress> mac_of(const IpAddress& address, std::span<const InterfaceName> interfaces);

 private:
  UniqueFd netlink_;
  std::uint32_t number_ = 0;
};

}  // namespace darban::gateway
