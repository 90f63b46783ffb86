// SPDX-License-Identifier: Apache-2.0
// The pipeline. One Engine a worker: it owns that worker's cache, table of travelling questions and counters, and shares nothing.
// It opens no socket, reads no clock and takes no lock: octets, time and policy come in as arguments, a four-value enum comes
// out.
//
// The order and its reasons are the table of contents of engine.cc:
//   read    parse, hash, start loading the memory the look-ups will need       (first for a whole batch: the loads overlap)
//   ask     local -> who -> decide -> block -> lead to a safe name -> cache -> join -> forward
//   answered/failed   the upstream's word: inspect, TTL, reply, for everyone who waited
#pragma once
#include <cstdint>
#include <functional>
#include <memory>
#include <span>

#include "base/clock.h"
#include "base/published.h"
#include "engine/counters.h"
#include "engine/query.h"
#include "policy/policy.h"

namespace darban {

struct EngineLimits {
  std::uint64_t cache_octets = 2u << 20;
  Seconds cache_longest{86400};
  Seconds cache_negative_longest{3600};
  Seconds serve_stale{0};
  std::uint32_t in_flight = 2048;  // different questions travelling at once
};

// Names a question on its way upstream: given out by ask() with Next::forward, given back with the answer.
struct Ticket {
  std::uint32_t value = 0;
};

// Why no answer came.
enum class UpstreamTrouble : std::uint8_t { timeout, unreachable, refused, malformed };

class Engine {
 public:
  Engine(const EngineLimits& limits, HashSeed seed);
  ~Engine();
  Engine(const Engine&) = delete;
  Engine& operator=(const Engine&) = delete;

  // The policy for the calls that follow, until the next use(). The transport calls it once per wake-up. The generation tells
  // whether anything changed.
  void use(const Policy& policy, std::uint64_t generation, const Now& now);

  // Step 1: parse. Afterwards query.done tells whether `next` is final already (malformed, not a query).
  void read(Query& query, const Now& now);
  // Steps 2 to 8. With Next::reply the reply stands in query.reply; with forward and wait the query must stay where it is until
  // it comes back through `deliver`, and query.request and query.room need not.
  Next ask(Query& query, const Now& now);

  // After ask() said Next::forward: the message to send upstream, with ID 0 and lower-case name (the upstream transport puts in
  // its own ID and 0x20 case). Written into `room` (at least 512 octets).
  Octets upstream_query(const Query& query, std::span<std::uint8_t> room) const;
  Ticket ticket_of(const Query& query) const { return {query.ticket}; }

  // Calls `deliver` once for every query that waited for this ticket. query.reply stands in `room` (64 KiB serves every
  // transport) and holds only during that call: the transport sends or copies it, and owns the query again.
  using Deliver = std::function<void(Query&)>;
  // `answer` is the upstream's message: a response whose question is ours; its ID and case are ignored.
  void answered(Ticket ticket, Octets answer, const Now& now, std::span<std::uint8_t> room, const Deliver& deliver);
  void failed(Ticket ticket, UpstreamTrouble trouble, const Now& now, std::span<std::uint8_t> room, const Deliver& deliver);
  // The client went away (TCP): the query waits no longer and will not be delivered.
  void forget(Query& query);

  const Counters& counters() const;
  Counters& counters();  // for what only the transport sees: forged answers, retries over TCP

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace darban
