// SPDX-License-Identifier: Apache-2.0
// One thread for work that another thread must not wait for, such as hashing a password for the HTTP thread (20 ms and 19 MiB: one
// at a time is also a bound on memory). What is waiting is bounded; nobody's work is started after stop().
#pragma once
#include <condition_variable>
#include <deque>
#include <functional>
#include <mutex>
#include <thread>

namespace darban {

class WorkDesk {
 public:
  static constexpr std::size_t kMostWaiting = 16;
  WorkDesk();
  ~WorkDesk();
  WorkDesk(const WorkDesk&) = delete;
  WorkDesk& operator=(const WorkDesk&) = delete;
  // Any thread. False: too much is waiting; the work is dropped.
  bool submit(std::function<void()> work);
  // Finishes what is being done, drops what waits.
  void stop();

 private:
  void run();
  std::mutex mutex_;
  std::condition_variable news_;
  std::deque<std::function<void()>> waiting_;
  bool over_ = false;
  std::thread thread_;
};

}  // namespace darban
