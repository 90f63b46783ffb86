// SPDX-License-Identifier: Apache-2.0
#include "app/binding.h"

#include <errno.h>

#include <algorithm>
#include <thread>
#include <vector>

#include "app/port_owner.h"
#include "base/errc.h"
#include "base/log.h"
#include "base/system_error.h"

namespace darban {
namespace {

std::string why_not_bound(const Endpoint& endpoint, const BindFailure& failure) {
  const auto kind = failure.transport == Transport::udp ? SocketKind::udp : SocketKind::tcp;
  switch (failure.errno_value) {
    case EADDRINUSE:
      return explain_port_in_use(endpoint.written, owner_of_port(kind, endpoint.address, endpoint.port));
    case EACCES:
    case EPERM:
      return endpoint.written +
             ": ports below 1024 need a privilege. Start with sudo and `process: user: darban` (root is given up at once),\n"
             "use the systemd unit in packaging/, or listen on a higher port such as 127.0.0.1:5353";
    case EADDRNOTAVAIL:
      return endpoint.written + " is not an address of this machine";
    case EAFNOSUPPORT:
      return endpoint.written + ": this machine has no IPv6; take the address out of `listen`";
    case EMFILE:
    case ENFILE:
      return endpoint.written + ": too few file descriptors; raise `ulimit -n`";
    default:
      return endpoint.written + ": " + std::string(text_of(system_error_of(failure.errno_value).code).view());
  }
}

}  // namespace

std::uint32_t workers_of(const Settings& settings) {
  if (settings.workers != 0) return settings.workers;
  return std::clamp(std::thread::hardware_concurrency(), 1U, 2U);
}

Result<Listeners, std::string> bind_addresses(const Settings& settings) {
  std::vector<NetEndpoint> endpoints;
  for (const Endpoint& endpoint : settings.listen) endpoints.push_back({endpoint.address, endpoint.port});
  auto bound = bind_listeners(endpoints, workers_of(settings));
  if (!bound) return "it can not listen: " + why_not_bound(settings.listen[bound.error().endpoint], bound.error());
  for (const std::size_t place : bound->not_there_yet) {
    log::warn("no interface has the address {} today; darban answers there as soon as one does",
              ConfigText::from_operator(settings.listen[place].written));
  }
  return std::move(*bound);
}

}  // namespace darban
