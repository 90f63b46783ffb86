// SPDX-License-Identifier: Apache-2.0
// A resolver we forward to, whatever the transport: one try of one question at a time goes in, its end comes out. Retries,
// fail-over and health are the forwarder's. One worker's own.
#pragma once
#include <cstdint>
#include <functional>

#include "base/bytes.h"
#include "base/clock.h"
#include "base/random.h"
#include "engine/counters.h"
#include "engine/engine.h"
#include "net/loop.h"

namespace darban {

// How a try ended.
struct UpstreamOutcome {
  std::uint64_t mark = 0;  // the caller's own, as given to submit()
  Octets answer;  // a response to our question, its ID and case not restored; holds during the call only; empty: none came
  UpstreamTrouble trouble = UpstreamTrouble::timeout;  // without an answer
  Milliseconds took{0};
};

// What an upstream needs of the worker it works for.
struct UpstreamHost {
  Loop& loop;
  Random& random;
  Counters& counters;
  std::function<MonoTime()> wake;  // to be called first in every callback of the loop: what time it is
  std::function<void(std::size_t upstream, const UpstreamOutcome&)>
      done;  // once for each submit() that said true; it may submit() again
};

class Upstream {
 public:
  static constexpr Milliseconds kTick{50};

  virtual ~Upstream() = default;
  // Sends the question (ID 0, lower case, at most kMostQueryOctets; copied). False: it could not be sent, and `done` will not be
  // called.
  virtual bool submit(Octets query, std::uint64_t mark, MonoTime now) = 0;
  // Time passes: to be called every kTick while something is travelling.
  virtual void tick(MonoTime now) = 0;
  virtual std::size_t travelling() const = 0;
};

// Header, the longest name, type and class, OPT: 282 octets.
inline constexpr std::size_t kMostQueryOctets = 288;

}  // namespace darban
