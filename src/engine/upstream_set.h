// SPDX-License-Identifier: Apache-2.0
// The choice among upstreams, without I/O: who is asked for this try, who is taken to be dead, and when a dead one is looked at
// again. One worker's own; time is an argument.
//
// Strategy `ordered`: the first one in the settings that is healthy and was not asked for this question yet. An upstream is dead
// after kFailuresUntilDead failures in a row; then it is left alone for a back-off that doubles from kFirstBackOff to
// kLongestBackOff. When the back-off is over, one question is sent to it as well (a probe: nobody waits for it), and its answer
// brings it back.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"

namespace darban {

class UpstreamSet {
 public:
  static constexpr std::size_t kMost = 64;
  static constexpr std::uint32_t kFailuresUntilDead = 3;
  static constexpr Milliseconds kFirstBackOff{1000};
  static constexpr Milliseconds kLongestBackOff{60000};

  // Those asked for one question so far.
  class Asked {
   public:
    bool has(std::size_t upstream) const { return (bits_ >> upstream & 1) != 0; }
    void add(std::size_t upstream) { bits_ |= std::uint64_t{1} << upstream; }

   private:
    std::uint64_t bits_ = 0;
  };

  explicit UpstreamSet(std::size_t count);  // at most kMost
  std::size_t size() const { return upstreams_.size(); }

  // Whom to ask next: a healthy one not asked yet; else, not asked yet, the one that failed least; none when all were asked.
  std::optional<std::size_t> choose(const Asked& asked) const;
  // A dead one whose back-off is over. Counts as a probe begun: the next comes a back-off later.
  std::optional<std::size_t> probe_due(MonoTime now);

  void answered(std::size_t upstream, Milliseconds took);
  void failed(std::size_t upstream, MonoTime now);

  bool healthy(std::size_t upstream) const { return upstreams_[upstream].failures < kFailuresUntilDead; }
  // Exponentially weighted moving average of the round trip (weight 1/8 as in RFC 6298 section 2); nothing until the first
  // answer.
  std::optional<Milliseconds> round_trip(std::size_t upstream) const;

 private:
  struct Health {
    std::uint32_t failures = 0;  // in a row
    Milliseconds back_off{0};
    MonoTime probe_at;
    bool probing = false;
    std::int64_t round_trip_eighths = -1;  // of a millisecond; -1: never answered
  };
  std::vector<Health> upstreams_;
  std::size_t dead_ = 0;
};

}  // namespace darban
