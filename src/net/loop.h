// SPDX-License-Identifier: Apache-2.0
// A thin coat over libuv: a loop, and three kinds of thing it watches. No libuv type shows, so only loop.cc knows the library.
// One thread, except Wakeup::send. A watcher may be destroyed inside its own callback; the Loop must outlive its watchers.
#pragma once
#include <cstdint>
#include <functional>
#include <memory>

#include "base/clock.h"

namespace darban {

class Loop {
 public:
  Loop();
  ~Loop();  // lets closing watchers finish
  Loop(const Loop&) = delete;
  Loop& operator=(const Loop&) = delete;

  bool valid() const;  // false: no descriptors left to make one
  void run();          // until stop()
  void stop();
  // Runs after each round of callbacks, before the loop sleeps: the place to flush what they gathered.
  void before_sleep(std::function<void()> callback);

  struct Parts;
  Parts& parts() { return *parts_; }

 private:
  std::unique_ptr<Parts> parts_;
};

enum class Interest : std::uint8_t { none = 0, readable = 1, writable = 2, both = 3 };
inline bool includes(Interest set, Interest one) { return (static_cast<int>(set) & static_cast<int>(one)) != 0; }

// A descriptor, which it does not own: destroy the Poll before closing it. An error condition is reported as `both`: the next
// read or write will say which.
class Poll {
 public:
  using Callback = std::function<void(Interest)>;
  Poll(Loop& loop, int fd, Callback callback);
  ~Poll();
  Poll(const Poll&) = delete;
  Poll& operator=(const Poll&) = delete;
  bool valid() const;
  void want(Interest interest);

  struct Parts;

 private:
  Parts* parts_;
};

class Timer {
 public:
  Timer(Loop& loop, std::function<void()> callback);
  ~Timer();
  Timer(const Timer&) = delete;
  Timer& operator=(const Timer&) = delete;
  void repeat(Milliseconds every);
  void stop();
  bool running() const;

  struct Parts;

 private:
  Parts* parts_;
};

// Wakes the loop from any thread. Several sends may become one callback.
class Wakeup {
 public:
  Wakeup(Loop& loop, std::function<void()> callback);
  ~Wakeup();
  Wakeup(const Wakeup&) = delete;
  Wakeup& operator=(const Wakeup&) = delete;
  bool valid() const;
  void send();

  struct Parts;

 private:
  Parts* parts_;
};

}  // namespace darban
