// SPDX-License-Identifier: Apache-2.0
// The sockets questions come in by. They are bound in the main thread while it still may (port 53 needs a privilege), for all
// workers at once, and then moved into the workers. Each worker gets its own socket for each address and transport
// (SO_REUSEPORT): the kernel spreads the clients.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/result.h"
#include "base/showable.h"
#include "base/unique_fd.h"
#include "engine/query.h"
#include "net/net_settings.h"

namespace darban {

struct ListenSocket {
  UniqueFd fd;
  NetEndpoint local;      // with the real port when port 0 was asked for
  bool wildcard = false;  // bound to 0.0.0.0 or ::, so each packet says which of our addresses was asked
};

struct WorkerSockets {
  std::vector<ListenSocket> udp;
  std::vector<ListenSocket> tcp;
};

struct Listeners {
  std::vector<WorkerSockets> workers;
  std::vector<std::size_t>
      not_there_yet;  // indices of endpoints whose address no interface has today (bound all the same: IP_FREEBIND)
};

struct BindFailure {
  std::size_t endpoint = 0;  // index in `endpoints`
  Transport transport = Transport::udp;
  int errno_value = 0;  // EADDRINUSE: somebody has the port, a second darban included; EACCES: no privilege
};

// Nothing stays bound when one of them fails. Port 0: one port of the kernel's choice, the same for UDP, TCP and all workers.
Result<Listeners, BindFailure> bind_listeners(std::span<const NetEndpoint> endpoints, std::uint32_t workers);

}  // namespace darban
