// SPDX-License-Identifier: Apache-2.0
// What time it is, as one value that is passed in. Nothing below net/ reads a clock: time is an argument.
// `mono` never jumps and counts TTLs and time-outs; `wall` is civil time for timetables and may jump; it is `trusted`
// only when it is after the build date and the system has been synchronised (decisions.md 5).
#pragma once
#include <atomic>
#include <chrono>
#include <cstdint>

namespace darban {

using Seconds = std::chrono::seconds;
using Milliseconds = std::chrono::milliseconds;

struct MonoClock {  // tag: std::chrono::steady_clock's time, in milliseconds
  using rep = std::int64_t;
  using period = std::milli;
  using duration = Milliseconds;
  using time_point = std::chrono::time_point<MonoClock>;
  static constexpr bool is_steady = true;
};
using MonoTime = MonoClock::time_point;
using WallTime = std::chrono::time_point<std::chrono::system_clock, Seconds>;  // seconds since 1970-01-01 UTC

struct Now {
  MonoTime mono;
  WallTime wall;  // rounded down: what begins at 21:00 is in force at 21:00:00 and not before
  bool wall_trusted = false;
  bool into_second = false;  // the wall clock stands within that second, not at its start: less than `until - wall` is left
};

// Far away: "no edge is known". Later than any time this program will see.
inline constexpr WallTime kNever{Seconds{INT64_MAX / 4}};

// A clock before the first build of darban is a clock that was never set.
inline constexpr WallTime kBuildDate{Seconds{1793491200}};  // 2026-11-01

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Now now() const = 0;
};

// Whether a clock has been synchronised since boot, asked of the kernel every five seconds until it has: from then on it is
// trusted, because a drift that matters takes weeks. Counted on the monotonic clock, so that a wall clock which synchronising sets
// back is asked about again at once. Any thread.
class SyncWatch {
 public:
  using Probe = bool (*)();
  // `probe` may be called by two threads at a time.
  bool synchronised(MonoTime now, Probe probe);

 private:
  std::atomic<std::int64_t> next_look_{INT64_MIN};  // milliseconds
  std::atomic<bool> seen_{false};
};

// The machine's clocks. Any thread.
class SystemClock final : public Clock {
 public:
  // A box without a battery starts with a stale date that looks right. `wait_for_sync`: the wall clock is not trusted until
  // the kernel has been synchronised once since boot (adjtimex(2)); false: any date after the build date is believed.
  explicit SystemClock(bool wait_for_sync) : wait_for_sync_(wait_for_sync) {}
  Now now() const override;

 private:
  bool wait_for_sync_;
};

}  // namespace darban
