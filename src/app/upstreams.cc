// SPDX-License-Identifier: Apache-2.0
#include "app/upstreams.h"

#include <algorithm>
#include <array>
#include <string>

#include "app/resolv_conf.h"
#include "app/small_file.h"
#include "base/errc.h"
#include "base/log.h"

namespace darban {
namespace {

// Where the two usual stubs keep the resolvers they were given.
constexpr std::array<const char*, 2> kBehindTheStub{"/run/systemd/resolve/resolv.conf",
                                                    "/run/NetworkManager/no-stub-resolv.conf"};

bool is_stub(const Endpoint& endpoint) { return endpoint.written == "127.0.0.53" || endpoint.written == "127.0.0.54"; }

Resolvers resolvers_in(const std::string& path, const Settings& settings) {
  const auto text = read_small_file(path);
  if (!text) log::warn("{}: {}", ConfigText::from_operator(path), text_of(text.error().code));
  return read_resolvers(text.value_or(""), settings.listen, machine_addresses());
}

}  // namespace

std::vector<Endpoint> upstreams_of(const Settings& settings) {
  if (!settings.upstreams.empty()) return settings.upstreams;
  auto found = resolvers_in(settings.resolv_conf, settings).usable;
  if (std::all_of(found.begin(), found.end(), is_stub)) {  // nobody is left, or only the stub
    for (const char* path : kBehindTheStub) {
      const auto text = read_small_file(path);
      auto behind = read_resolvers(text.value_or(""), settings.listen, machine_addresses()).usable;
      if (!behind.empty()) return behind;
    }
  }
  if (found.empty()) {
    log::error("NO UPSTREAMS: {} names nobody but ourselves. Write your provider's resolvers under `upstreams: servers:`",
               ConfigText::from_operator(settings.resolv_conf));
  }
  return found;
}

NetSettings net_settings_of(const Settings& settings, const std::vector<Endpoint>& upstreams) {
  NetSettings net;
  for (const Endpoint& upstream : upstreams) net.upstreams.push_back({upstream.address, upstream.port});
  net.upstream_timeout = settings.upstream_timeout;
  net.upstream_tries = settings.upstream_tries;
  net.upstream_ports = settings.upstream_ports;
  net.randomise_case = settings.randomise_case;
  net.in_flight = settings.in_flight;
  net.tcp_clients = settings.tcp_clients;
  net.tcp_clients_per_address = settings.tcp_clients_per_address;
  net.tcp_idle = settings.tcp_idle;
  net.tcp_pipeline = settings.tcp_pipeline;
  net.gateway_socket = settings.gateway_socket;
  net.gateway_answered_for = settings.gateway_answered_for;
  net.engine = {.cache_octets = settings.cache_octets,
                .cache_longest = settings.cache_longest,
                .cache_negative_longest = settings.cache_negative_longest,
                .serve_stale = settings.serve_stale,
                .in_flight = settings.in_flight};
  return net;
}

}  // namespace darban
