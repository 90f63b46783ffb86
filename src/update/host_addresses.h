// SPDX-License-Identifier: Apache-2.0
// The addresses of the servers that lists come from, asked of our upstreams and of nobody else: not of our own filter (which may
// close the very host its lists come from), not of the machine's resolver (which may be our filter), not of /etc/hosts.
// Blocks for a bounded time; one thread.
#pragma once
#include <map>
#include <span>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "config/settings.h"
#include "update/fetch_trouble.h"

namespace darban {

inline constexpr Milliseconds kLongestLookUp{8000};  // for all names of one call together
inline constexpr Milliseconds kAskAgainAfter{5000};  // names nobody answered for

class HostAddresses {
 public:
  explicit HostAddresses(std::vector<Endpoint> resolvers) : resolvers_(std::move(resolvers)) {}

  struct Found {
    FetchTrouble trouble = FetchTrouble::resolvers_silent;  // or name_not_found, or none
    std::vector<IpAddress> addresses;                       // 0.0.0.0 and :: (how filters say no) are not among them
    MonoTime asked;
  };

  // Asks for all of them at the same time; what is known is not asked again.
  void look_up(std::span<const std::string> hosts, MonoTime now);
  // Of one host, asked for if need be. Names nobody answered for are asked again, all together, when some time has passed.
  // Valid until the next call.
  const Found& of(const std::string& host, MonoTime now);

 private:
  void ask(std::span<const std::string> hosts, MonoTime now);
  std::vector<Endpoint> resolvers_;
  std::map<std::string, Found> known_;
};

}  // namespace darban
