// SPDX-License-Identifier: Apache-2.0
// What the transports and upstreams of one worker share: loop, engine, random numbers, pooled queries, and today's policy,
// neighbours and time, which are taken once per wake-up. One thread.
#pragma once
#include <atomic>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/published.h"
#include "base/random.h"
#include "engine/engine.h"
#include "net/loop.h"
#include "net/neighbours.h"
#include "net/net_settings.h"
#include "net/pool.h"

namespace darban {

inline constexpr std::size_t kBatch = 64;           // questions judged together
inline constexpr std::size_t kMostMessage = 65535;  // octets; over TCP (RFC 1035 section 4.2.2)

class Workplace {
 public:
  Workplace(const Published<Policy>& policy, const Published<Neighbours>& neighbours, const Clock& clock,
            const NetSettings& settings);

  // First in every callback of the loop. Policy and time stay the same until the loop sleeps.
  const Now& wake() { return awake_ ? now_ : wake_up(); }
  void sleep() { awake_ = false; }
  const Now& now() const { return now_; }
  std::uint64_t generation() const { return generation_.load(std::memory_order_acquire); }  // any thread

  // Who asks: stamps the MAC, unless a trusted forwarder said it. After Engine::read.
  void identify(Query& query) const {
    query.not_known_yet = false;
    if (query.named != Named::nobody && (query.has_mac || query.named == Named::unreadable)) return;
    if (neighbours_->empty()) {
      query.has_mac = false;
      return;
    }
    const MacAddress* mac = neighbours_->find(query.asking_address());
    query.has_mac = mac != nullptr;
    query.not_known_yet = mac == nullptr && query.named == Named::nobody && !query.client.is_loopback();
    if (mac != nullptr) query.mac = *mac;
  }
  // More than in_flight may not wait; the pool has a batch more, so that what the cache knows is answered even then.
  bool full() const { return queries.out() >= settings.in_flight; }
  // For a query that is to wait. False: too many do; it was counted, forgotten and put back.
  bool keep(Query& query);
  // Where one reply of any size is written, before it is copied to where it leaves.
  std::span<std::uint8_t> room() { return room_; }

  const NetSettings& settings;
  Loop loop;
  Random random;
  Engine engine;
  Pool<Query> queries;

 private:
  const Now& wake_up();
  Published<Policy>::Reader policy_;
  Published<Neighbours>::Reader neighbours_reader_;
  const Neighbours* neighbours_ = nullptr;
  const Clock* clock_;
  Now now_;
  bool awake_ = false;
  std::atomic<std::uint64_t> generation_{0};
  std::vector<std::uint8_t> room_;
};

}  // namespace darban
