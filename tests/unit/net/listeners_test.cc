// SPDX-License-Identifier: Apache-2.0
#include "net/listeners.h"

#include <doctest/doctest.h>
#include <sys/socket.h>

#include <cerrno>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

TEST_CASE("every worker has a socket for each address and transport, all on one port") {
  const std::vector<NetEndpoint> endpoints{{"127.0.0.1"_ip, 0, 0}, {"127.0.0.2"_ip, 0, 0}};
  const auto bound = bind_listeners(endpoints, 3);
  REQUIRE(bound.has_value());
  REQUIRE(bound->workers.size() == 3);
  for (const WorkerSockets& worker : bound->workers) {
    REQUIRE(worker.udp.size() == 2);
    REQUIRE(worker.tcp.size() == 2);
    for (std::size_t i = 0; i < 2; ++i) {
      CHECK(worker.udp[i].local.port == bound->workers[0].udp[i].local.port);
      CHECK(worker.tcp[i].local.port == bound->workers[0].udp[i].local.port);
      CHECK(worker.udp[i].local.address == endpoints[i].address);
      CHECK_FALSE(worker.udp[i].wildcard);
    }
  }
  CHECK(bound->not_there_yet.empty());
}

TEST_CASE("a port in use is an error that names the endpoint, even when the other shares its port") {
  const std::vector<NetEndpoint> first{{"127.0.0.1"_ip, 0, 0}};
  const auto bound = bind_listeners(first, 1);
  REQUIRE(bound.has_value());
  const std::vector<NetEndpoint> second{{"127.0.0.2"_ip, 0, 0}, {"127.0.0.1"_ip, bound->workers[0].udp[0].local.port, 0}};
  const auto failed = bind_listeners(second, 1);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().endpoint == 1);
  CHECK(failed.error().transport == Transport::udp);
  CHECK(failed.error().errno_value == EADDRINUSE);
}

TEST_CASE("a TCP port in use is told as such") {
  const std::vector<NetEndpoint> first{{"127.0.0.1"_ip, 0, 0}};
  auto bound = bind_listeners(first, 1);
  REQUIRE(bound.has_value());
  const auto port = bound->workers[0].udp[0].local.port;
  bound->workers[0].udp.clear();
  const auto failed = bind_listeners(std::vector<NetEndpoint>{{"127.0.0.1"_ip, port, 0}}, 1);
  REQUIRE_FALSE(failed.has_value());
  CHECK(failed.error().transport == Transport::tcp);
}

TEST_CASE("an address that no interface has yet is bound and told") {
  const std::vector<NetEndpoint> endpoints{{"127.0.0.1"_ip, 0, 0}, {"192.0.2.77"_ip, 0, 0}};
  const auto bound = bind_listeners(endpoints, 2);
  REQUIRE(bound.has_value());
  CHECK(bound->not_there_yet == std::vector<std::size_t>{1});
}

TEST_CASE("a wildcard address is known as one") {
  const auto bound = bind_listeners(std::vector<NetEndpoint>{{"0.0.0.0"_ip, 0, 0}}, 1);
  REQUIRE(bound.has_value());
  CHECK(bound->workers[0].udp[0].wildcard);
}

TEST_CASE("the same port on 0.0.0.0 and :: is two sockets that do not collide") {
  bool both = false;
  for (int draw = 0; draw < 20 && !both; ++draw) {  // the port drawn for one may be somebody's for the other
    const auto six = bind_listeners(std::vector<NetEndpoint>{{"::"_ip, 0, 0}}, 1);
    if (!six.has_value()) return;  // a machine without IPv6
    both = bind_listeners(std::vector<NetEndpoint>{{"0.0.0.0"_ip, six->workers[0].udp[0].local.port, 0}}, 1).has_value();
  }
  CHECK(both);
}
