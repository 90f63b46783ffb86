// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <sys/timex.h>
#include <time.h>

#include <atomic>

namespace darban {
namespace {

// 2026-11-01T00:00:00Z: a clock before the first build of darban is a clock that was never set.
constexpr std::int64_t kBuildDate = 1793491200;
constexpr std::int64_t kCheckEvery = 10;  // seconds between looks at the kernel's synchronisation state

bool synchronised() {
  struct timex state {};
  const int status = ::adjtimex(&state);
  return status >= 0 && status != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

// Once synchronised since boot, a clock stays trusted: a drift that matters takes weeks.
bool was_synchronised(std::int64_t wall) {
  static std::atomic<std::int64_t> next_check{0};
  static std::atomic<bool> seen{false};
  if (!seen.load(std::memory_order_relaxed) && wall >= next_check.load(std::memory_order_relaxed)) {
    seen.store(synchronised(), std::memory_order_relaxed);
    next_check.store(wall + kCheckEvery, std::memory_order_relaxed);
  }
  return seen.load(std::memory_order_relaxed);
}

}  // namespace

Now SystemClock::now() const {
  struct timespec mono {};
  struct timespec wall {};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &mono);
  ::clock_gettime(CLOCK_REALTIME_COARSE, &wall);
  const bool trusted = wall.tv_sec >= kBuildDate && (!wait_for_sync_ || was_synchronised(wall.tv_sec));
  return {MonoTime(Milliseconds(mono.tv_sec * 1000 + mono.tv_nsec / 1000000)), WallTime(Seconds(wall.tv_sec)), trusted};
}

}  // namespace darban
