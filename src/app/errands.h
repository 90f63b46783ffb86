// SPDX-License-Identifier: Apache-2.0
// What other threads ask the control thread to do. It owns the rules, the grants and everything else that the page shows and
// changes; nobody else touches them, so whoever wants something leaves an errand and hears of it later.
#pragma once
#include <functional>
#include <mutex>
#include <vector>

#include "app/event_loop.h"
#include "base/unique_fd.h"

namespace darban {

class Errands {
 public:
  static constexpr std::size_t kMostWaiting = 64;
  // On the control thread, which owns `loop`; it outlives this.
  explicit Errands(EventLoop& loop);
  ~Errands();
  Errands(const Errands&) = delete;
  Errands& operator=(const Errands&) = delete;
  // Any thread. False: too much is waiting; the errand is dropped.
  bool leave(std::function<void()> errand);

 private:
  void run_all();
  EventLoop& loop_;
  UniqueFd bell_;
  std::mutex mutex_;
  std::vector<std::function<void()>> waiting_;
};

}  // namespace darban
