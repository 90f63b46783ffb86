// SPDX-License-Identifier: Apache-2.0
#include "net/port_pool.h"

#include <doctest/doctest.h>
#include <poll.h>

#include <map>

#include "tests/support/fake_upstream.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

FakeUpstream::Script echo() {
  return [](const FakeUpstream::Asked& asked) { return std::vector<Message>{asked.message}; };
}

// Waits for datagrams and hands them over, until `count` have come.
template <typename Take>
void drain(PortPool& pool, std::size_t count, Take&& take) {
  while (count > 0) {
    pollfd watched{pool.fd(), POLLIN, 0};
    REQUIRE(::poll(&watched, 1, 5000) == 1);
    pool.drain([&](const PortPool::Arrival& arrival) {
      --count;
      take(arrival);
    });
  }
}

}  // namespace

TEST_CASE("what comes back is told with the port it came to") {
  FakeUpstream fake(echo());
  Random random;
  PortPool pool({"127.0.0.1"_ip, fake.port(), 0}, 8, random);
  std::map<std::uint8_t, PortPool::Port> sent;
  for (std::uint8_t i = 0; i < 100; ++i) {
    const auto port = pool.send(Message{i});
    REQUIRE(port);
    sent[i] = *port;
  }
  drain(pool, 100, [&](const PortPool::Arrival& arrival) {
    REQUIRE(arrival.octets.size() == 1);
    CHECK(sent.at(arrival.octets[0]) == arrival.port);
  });
  CHECK(pool.open_ports() == 8);
}

TEST_CASE("a used-up port stays open while someone waits on it, and is closed with the last release") {
  FakeUpstream fake(echo());
  Random random;
  PortPool pool({"127.0.0.1"_ip, fake.port(), 0}, 1, random);
  std::vector<PortPool::Port> held;
  for (std::uint32_t i = 0; i <= PortPool::kUses; ++i) held.push_back(*pool.send(Message{1}));
  CHECK(pool.open_ports() == 2);
  const PortPool::Port last = held.back();
  held.pop_back();
  const PortPool::Port kept = held.back();
  held.pop_back();
  for (const auto port : held) pool.release(port);
  CHECK(pool.open_ports() == 2);
  pool.release(kept);
  CHECK(pool.open_ports() == 1);
  pool.release(last);
  CHECK(pool.open_ports() == 1);
}

TEST_CASE("a distrusted port is not used again") {
  FakeUpstream fake(echo());
  Random random;
  PortPool pool({"127.0.0.1"_ip, fake.port(), 0}, 1, random);
  const auto first = pool.send(Message{1});
  REQUIRE(first);
  pool.distrust(*first);
  const auto second = pool.send(Message{1});
  REQUIRE(second);
  CHECK(*first != *second);
  pool.release(*first);
  CHECK(pool.open_ports() == 1);
}

TEST_CASE("nobody listening is told for the port that asked") {
  std::uint16_t gone = 0;
  { gone = FakeUpstream(echo()).port(); }
  Random random;
  PortPool pool({"127.0.0.1"_ip, gone, 0}, 4, random);
  const auto port = pool.send(Message{1});
  REQUIRE(port);
  drain(pool, 1, [&](const PortPool::Arrival& arrival) {
    CHECK(arrival.refused);
    CHECK(arrival.port == *port);
  });
}

TEST_CASE("where no way leads, nothing is sent and nothing stays open") {
  Random random;
  PortPool pool({"2001:db8::1"_ip, 53, 0}, 4, random);
  if (pool.send(Message{1})) return;  // this machine has a way
  CHECK(pool.open_ports() == 0);
}
