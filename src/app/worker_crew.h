// SPDX-License-Identifier: Apache-2.0
// All workers together. Keeps a second descriptor of every listening socket, so that a worker can be replaced by one with other
// settings after the right to bind port 53 is gone: the socket lives on and holds the questions that arrive in between.
//
// Workers are started by a thread that does nothing else: a new thread gets the priority of the one that starts it, and the control
// thread has stepped back (base/thread_priority.h) when it renews them. So the crew is to be made before that.
//
// Control thread only.
#pragma once
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/hourly_counts.h"
#include "base/work_desk.h"
#include "net/worker.h"

namespace darban {

class WorkerCrew {
 public:
  // What is passed by reference must outlive the crew.
  WorkerCrew(Listeners listeners, const Published<Policy>& policy, const Published<Neighbours>& neighbours, const Clock& clock);
  ~WorkerCrew();  // stop()
  WorkerCrew(const WorkerCrew&) = delete;
  WorkerCrew& operator=(const WorkerCrew&) = delete;

  Result<void, WorkerFailure> start(const NetSettings& settings);
  // One worker after the other, so that the others go on. Stops at the first that can not be had; that one's sockets then wait.
  Result<void, WorkerFailure> replace(const NetSettings& settings);
  void poke();
  // The oldest policy any worker works with (Published::generation): what all of them have taken up.
  std::uint64_t generation() const;
  // Lets travelling questions come home (Worker::kGrace), then ends all threads.
  void stop();
  CounterSums sums() const;  // the replaced workers' too
  std::size_t size() const { return sockets_.size(); }

 private:
  Result<void, WorkerFailure> start_one(std::size_t place, const NetSettings& settings);
  void retire(std::size_t place);
  std::vector<WorkerSockets> sockets_;
  std::vector<std::unique_ptr<Worker>> workers_;
  CounterSums retired_;
  WorkDesk starter_;
  const Published<Policy>& policy_;
  const Published<Neighbours>& neighbours_;
  const Clock& clock_;
};

}  // namespace darban
