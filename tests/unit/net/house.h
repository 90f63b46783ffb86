// SPDX-License-Identifier: Apache-2.0
// A worker on loopback with fake upstreams and real clients, as it would stand in a house. For the tests of net.
#pragma once
#include <doctest/doctest.h>

#include <algorithm>
#include <atomic>
#include <condition_variable>
#include <thread>

#include "net/worker.h"
#include "policy/build.h"
#include "tests/support/dns_client.h"
#include "tests/support/fake_upstream.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"

namespace darban {

using Replies = std::vector<Message>;

inline constexpr CategoryId kGaming{1};
inline constexpr std::array<std::uint8_t, 4> kAddress{198, 18, 0, 1};
inline constexpr std::array<std::uint8_t, 4> kNull{0, 0, 0, 0};
inline const MacAddress kTablet = *MacAddress::from_text("02:00:00:00:00:07");

// The machine's clock, which a test may push forward.
class PushedClock final : public Clock {
 public:
  Now now() const override {
    Now now = clock_.now();
    now.mono += Milliseconds(pushed_.load());
    return now;
  }
  void push(Milliseconds by) { pushed_ += by.count(); }

 private:
  SystemClock clock_{false};
  std::atomic<std::int64_t> pushed_{0};
};

// Holds a fake upstream's answers back until it is opened.
class Gate {
 public:
  void open() {
    const std::lock_guard lock(mutex_);
    open_ = true;
    changed_.notify_all();
  }
  void pass() {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return open_; });
  }

 private:
  std::mutex mutex_;
  std::condition_variable changed_;
  bool open_ = false;
};

inline std::shared_ptr<const Policy> make_policy(const char* closed_name = "games.example",
                                                 std::vector<IpPrefix> forwarders = {}) {
  Household household;
  household.guest.band = Band::adult;
  WrittenPerson child;
  child.name = "Sara";
  child.profile.band = Band::age_10_12;
  child.profile.close.push_back({"gaming", {}});
  child.devices.push_back({"tablet", {kTablet}, {}, {}});
  household.people.push_back(child);
  household.block.push_back({closed_name, {}});
  Settings settings;
  settings.trusted_forwarders = std::move(forwarders);
  settings.allow_from = {*IpPrefix::from_text("127.0.0.0/8"), *IpPrefix::from_text("::1")};
  auto built = build_policy(household, settings, image_of({{kGaming, "gaming"}}, {{"play.example", kGaming}}));
  REQUIRE(built);
  return *built;
}

// A worker with its upstreams and clients, as they would stand in a house.
struct House {
  explicit House(std::vector<std::uint16_t> upstream_ports, std::function<void(NetSettings&)> change = {},
                 const char* listen = "127.0.0.1") {
    NetSettings settings;
    for (const std::uint16_t upstream : upstream_ports)
      settings.upstreams.push_back({*IpAddress::from_text("127.0.0.1"), upstream, 0});
    settings.upstream_timeout = Milliseconds(2000);
    settings.upstream_ports = 8;
    if (change) change(settings);
    const std::vector<NetEndpoint> endpoints{{*IpAddress::from_text(listen), 0, 0}};
    auto bound = bind_listeners(endpoints, 1);
    REQUIRE(bound.has_value());
    port = bound->workers[0].udp[0].local.port;
    worker = std::make_unique<Worker>(std::move(bound->workers[0]), policy, neighbours, clock, settings);
    REQUIRE(worker->start().has_value());
  }
  std::optional<Message> ask(std::string_view name, std::uint16_t type = 1) {
    return UdpClient(*IpAddress::from_text("127.0.0.1"), port).ask(query_message(name, type, 0x4242, true));
  }
  TcpClient tcp() { return {*IpAddress::from_text("127.0.0.1"), port}; }
  std::uint64_t count(Health what) const { return worker->counters().of(what); }
  // Waits for another thread's doing, at most kPatience seconds.
  static bool until(const std::function<bool()>& so) {
    const auto limit = std::chrono::steady_clock::now() + Seconds(kPatience);
    do {
      if (so()) return true;
      std::this_thread::yield();
    } while (std::chrono::steady_clock::now() < limit);
    return false;
  }

  PushedClock clock;
  Published<Policy> policy{make_policy()};
  Published<Neighbours> neighbours{std::make_shared<const Neighbours>()};
  std::uint16_t port = 0;
  std::unique_ptr<Worker> worker;
};

inline Replies answer(const FakeUpstream::Asked& asked) { return {response_to(asked.message, kAddress)}; }
inline Replies silence(const FakeUpstream::Asked&) { return {}; }

inline bool has_address(const std::optional<Message>& reply, const std::array<std::uint8_t, 4>& address) {
  if (!reply) return false;
  const auto found = first_address(*reply);
  return found && std::equal(found->begin(), found->end(), address.begin());
}

}  // namespace darban
