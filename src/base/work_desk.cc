// SPDX-License-Identifier: Apache-2.0
#include "base/work_desk.h"

#include <utility>

namespace darban {

WorkDesk::WorkDesk() : thread_([this] { run(); }) {}

WorkDesk::~WorkDesk() { stop(); }

bool WorkDesk::submit(std::function<void()> work) {
  {
    const std::lock_guard lock(mutex_);
    if (over_ || waiting_.size() >= kMostWaiting) return false;
    waiting_.push_back(std::move(work));
  }
  news_.notify_one();
  return true;
}

void WorkDesk::stop() {
  std::deque<std::function<void()>> dropped;  // outside of the lock: what they hold may say something when it goes
  {
    const std::lock_guard lock(mutex_);
    over_ = true;
    dropped.swap(waiting_);
  }
  news_.notify_one();
  if (thread_.joinable()) thread_.join();
}

void WorkDesk::run() {
  for (;;) {
    std::function<void()> work;
    {
      std::unique_lock lock(mutex_);
      news_.wait(lock, [this] { return over_ || !waiting_.empty(); });
      if (over_) return;
      work = std::move(waiting_.front());
      waiting_.pop_front();
    }
    work();
  }
}

}  // namespace darban
