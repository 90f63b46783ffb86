// SPDX-License-Identifier: Apache-2.0
// What time it is, as one value that is passed in. Nothing below net/ reads a clock: time is an argument.
// `mono` never jumps and counts TTLs and time-outs; `wall` is civil time for timetables and may jump; it is `trusted`
// only when it is after the build date and the system has been synchronised (decisions.md 5).
#pragma once
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
  WallTime wall;
  bool wall_trusted = false;
};

// Far away: "no edge is known". Later than any time this program will see.
inline constexpr WallTime kNever{Seconds{INT64_MAX / 4}};

class Clock {
 public:
  virtual ~Clock() = default;
  virtual Now now() const = 0;
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
