// SPDX-License-Identifier: Apache-2.0
#include "app/worker_crew.h"

#include <fcntl.h>

#include <algorithm>
#include <future>

namespace darban {
namespace {

std::vector<ListenSocket> second_descriptors(const std::vector<ListenSocket>& sockets) {
  std::vector<ListenSocket> copies;
  for (const ListenSocket& socket : sockets) {
    copies.push_back({UniqueFd(::fcntl(socket.fd.get(), F_DUPFD_CLOEXEC, 0)), socket.local, socket.wildcard});
  }
  return copies;
}

}  // namespace

WorkerCrew::WorkerCrew(Listeners listeners, const Published<Policy>& policy, const Published<Neighbours>& neighbours,
                       const Clock& clock)
    : sockets_(std::move(listeners.workers)),
      workers_(sockets_.size()),
      policy_(policy),
      neighbours_(neighbours),
      clock_(clock) {}

WorkerCrew::~WorkerCrew() { stop(); }

Result<void, WorkerFailure> WorkerCrew::start(const NetSettings& settings) {
  for (std::size_t place = 0; place < workers_.size(); ++place) {
    if (auto started = start_one(place, settings); !started) return started;
  }
  return {};
}

Result<void, WorkerFailure> WorkerCrew::replace(const NetSettings& settings) {
  for (std::size_t place = 0; place < workers_.size(); ++place) {
    retire(place);
    if (auto started = start_one(place, settings); !started) return started;
  }
  return {};
}

Result<void, WorkerFailure> WorkerCrew::start_one(std::size_t place, const NetSettings& settings) {
  WorkerSockets sockets{second_descriptors(sockets_[place].udp), second_descriptors(sockets_[place].tcp)};
  auto worker = std::make_unique<Worker>(std::move(sockets), policy_, neighbours_, clock_, settings);
  std::promise<Result<void, WorkerFailure>> started;
  starter_.submit([&] { started.set_value(worker->start()); });
  if (auto outcome = started.get_future().get(); !outcome) return outcome;
  workers_[place] = std::move(worker);
  return {};
}

void WorkerCrew::retire(std::size_t place) {
  if (!workers_[place]) return;
  workers_[place]->stop();
  workers_[place]->join();
  retired_.add(workers_[place]->counters());
  workers_[place].reset();
}

void WorkerCrew::poke() {
  for (const auto& worker : workers_) {
    if (worker) worker->poke();
  }
}

std::uint64_t WorkerCrew::generation() const {
  std::uint64_t oldest = policy_.generation();
  for (const auto& worker : workers_) {
    if (worker) oldest = std::min(oldest, worker->generation());
  }
  return oldest;
}

void WorkerCrew::stop() {
  for (const auto& worker : workers_) {
    if (worker) worker->stop();  // all first, so that their grace runs at the same time
  }
  for (std::size_t place = 0; place < workers_.size(); ++place) retire(place);
}

CounterSums WorkerCrew::sums() const {
  CounterSums sums = retired_;
  for (const auto& worker : workers_) {
    if (worker) sums.add(worker->counters());
  }
  return sums;
}

}  // namespace darban
