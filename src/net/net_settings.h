// SPDX-License-Identifier: Apache-2.0
// What a worker needs to know, as plain values: made by app from Settings (net knows no files). Units are types.
// Copied into each worker; never changed while it runs.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/net_address.h"
#include "engine/engine.h"

namespace darban {

struct NetEndpoint {
  IpAddress address;
  std::uint16_t port = 53;
  std::uint32_t scope = 0;  // interface index for a link-local IPv6 address (RFC 4007), else 0
};

inline constexpr std::size_t kMostUpstreams = 16;  // further ones are left out

struct NetSettings {
  std::vector<NetEndpoint> upstreams;   // in order of preference
  Milliseconds upstream_timeout{1500};  // one try
  std::uint32_t upstream_tries = 2;     // tries in all before SERVFAIL
  std::uint32_t upstream_ports = 32;    // source ports held open towards each upstream
  bool randomise_case = true;           // 0x20
  std::uint32_t in_flight = 2048;       // client questions a worker may hold at once
  std::uint32_t tcp_clients = 128;      // connections a worker holds
  std::uint32_t tcp_clients_per_address = 16;
  Seconds tcp_idle{10};
  std::uint32_t tcp_pipeline = 32;     // unanswered questions one connection may have
  std::string gateway_socket;          // where darban-gateway listens; empty: there is none
  Seconds gateway_answered_for{1800};  // how long it keeps what it is told
  EngineLimits engine;                 // engine.in_flight: different questions travelling
};

}  // namespace darban
