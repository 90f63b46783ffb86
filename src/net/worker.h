// SPDX-License-Identifier: Apache-2.0
// One thread that answers questions: its own event loop, sockets, engine, cache and upstream channels. Workers share nothing but
// the two published snapshots they read. Once per wake-up it takes today's policy, today's neighbours and one look at the clock.
//
// start, stop, join and the destructor belong to the thread that made the Worker; poke, generation and counters may be used by
// any thread. What is passed by reference must outlive it.
#pragma once
#include <cstdint>
#include <memory>

#include "base/clock.h"
#include "base/published.h"
#include "base/result.h"
#include "base/showable.h"
#include "engine/counters.h"
#include "net/listeners.h"
#include "net/neighbours.h"
#include "net/net_settings.h"
#include "policy/policy.h"

namespace darban {

enum class WorkerFailure : std::uint8_t {
  event_loop,     // no descriptors or memory for the loop
  upstream,       // c-ares could not be set up
  cares_version,  // c-ares 1.33 can not be used: it asks the kernel about sockets that are ours
  thread,
};
Text text_of(WorkerFailure failure);

class Worker {
 public:
  Worker(WorkerSockets sockets, const Published<Policy>& policy, const Published<Neighbours>& neighbours, const Clock& clock,
         NetSettings settings);
  ~Worker();  // stop() and join()
  Worker(const Worker&) = delete;
  Worker& operator=(const Worker&) = delete;

  // Sets up what can fail and starts the thread. Once.
  Result<void, WorkerFailure> start();
  // Begins the end: no new questions; those travelling are answered, for kGrace at most. Returns at once; call it on all workers,
  // then join them.
  static constexpr Milliseconds kGrace{1000};
  void stop();
  void join();
  // After a publish: an idle worker takes the new policy and lets go of the old image.
  void poke();
  // The generation of the policy this worker works with (Published::generation): "in force on every worker" is when all have it.
  std::uint64_t generation() const;
  const Counters& counters() const;

 private:
  struct Parts;
  std::unique_ptr<Parts> parts_;
};

}  // namespace darban
