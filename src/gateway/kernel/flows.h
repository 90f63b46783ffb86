// SPDX-License-Identifier: Apache-2.0
// Cuts connections that are under way: their entries in the kernel's connection table (conntrack) are deleted. What comes from
// outside then finds no way in through NAT, and a flow that hardware or a flowtable carries past the rules falls back to them.
#pragma once
#include <cstddef>
#include <functional>

#include "base/net_address.h"

namespace darban::gateway {

// One flow with its two ends. `inside` is who began it, or whom somebody outside reached: both are asked about.
struct Flow {
  IpAddress inside;
  IpAddress outside;
};

// Deletes every flow for which `cut` says yes and tells how many. Nothing where the kernel has no connection table. Needs
// CAP_NET_ADMIN.
std::size_t cut_flows(const std::function<bool(const Flow&)>& cut);

}  // namespace darban::gateway
