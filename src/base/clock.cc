// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <sys/timex.h>
#include <time.h>

namespace darban {
namespace {

constexpr Milliseconds kLookEvery{5000};

bool kernel_is_synchronised() {
  struct timex state {};
  const int status = ::adjtimex(&state);
  return status >= 0 && status != TIME_ERROR && (state.status & STA_UNSYNC) == 0;
}

}  // namespace

bool SyncWatch::synchronised(MonoTime now, Probe probe) {
  if (seen_.load(std::memory_order_relaxed)) return true;
  const std::int64_t at = now.time_since_epoch().count();
  if (at < next_look_.load(std::memory_order_relaxed)) return false;
  next_look_.store(at + kLookEvery.count(), std::memory_order_relaxed);
  if (probe()) seen_.store(true, std::memory_order_relaxed);
  return seen_.load(std::memory_order_relaxed);
}

Now SystemClock::now() const {
  struct timespec mono {};
  struct timespec wall {};
  ::clock_gettime(CLOCK_MONOTONIC_COARSE, &mono);
  ::clock_gettime(CLOCK_REALTIME_COARSE, &wall);
  const MonoTime now(Milliseconds(mono.tv_sec * 1000 + mono.tv_nsec / 1000000));
  const WallTime civil(Seconds(wall.tv_sec));
  static SyncWatch watch;  // of the machine, not of one clock
  const bool trusted = civil >= kBuildDate && (!wait_for_sync_ || watch.synchronised(now, kernel_is_synchronised));
  return {now, civil, trusted, wall.tv_nsec != 0};
}

}  // namespace darban
