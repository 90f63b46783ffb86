// SPDX-License-Identifier: Apache-2.0
// The machine's own resolvers as resolv.conf(5) lists them: our upstreams when the settings name none (decisions.md 10).
// A machine that runs darban usually points at itself; asking ourselves would go in circles, so our own addresses are left out.
#pragma once
#include <span>
#include <string_view>
#include <vector>

#include "config/settings.h"

namespace darban {

struct Resolvers {
  std::vector<Endpoint> usable;      // in the order of the file, at most kMostResolvers, port 53
  std::uint32_t ourselves = 0;       // lines that name an address we listen on
  std::uint32_t not_understood = 0;  // nameserver lines without an address we can use (zone ids among them)
};
inline constexpr std::size_t kMostResolvers = 8;

// `listen`: where we answer ourselves. `machine`: the addresses of this machine, which count as ours when we listen on all of
// them.
Resolvers read_resolvers(std::string_view resolv_conf, std::span<const Endpoint> listen, std::span<const IpAddress> machine);

// The addresses of this machine's interfaces (getifaddrs(3)); empty when they can not be had.
std::vector<IpAddress> machine_addresses();

}  // namespace darban
