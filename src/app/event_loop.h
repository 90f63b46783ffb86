// SPDX-License-Identifier: Apache-2.0
// The control thread's loop: descriptors that become readable and what to do then (epoll(7)). One thread; nothing here is on a
// question's way.
#pragma once
#include <cstdint>
#include <functional>
#include <map>

#include "base/clock.h"
#include "base/unique_fd.h"

namespace darban {

class EventLoop {
 public:
  EventLoop();
  // The descriptor stays the caller's; it must be removed before it is closed. A reaction may add and remove descriptors, its own
  // too.
  void add(int descriptor, std::function<void()> when_readable);
  // The same for one that is waited for until it takes more.
  void add_writer(int descriptor, std::function<void()> when_writable);
  void remove(int descriptor);
  // Waits until something is readable or the time is up, and reacts to everything that is.
  void run_once(Milliseconds longest);

 private:
  void add(int descriptor, std::uint32_t events, std::function<void()> reaction);
  UniqueFd epoll_;
  std::map<int, std::function<void()>> reactions_;
};

}  // namespace darban
