// SPDX-License-Identifier: Apache-2.0
// What came back, and how fast: counts by outcome and a histogram of latencies that is exact to 1/16.
#pragma once
#include <array>
#include <cstdint>

#include "tools/question_set.h"

namespace darban::bench {

using Nanoseconds = std::int64_t;

class Tally {
 public:
  static constexpr Nanoseconds kSlow = 10'000'000;

  void answered(Outcome outcome, Nanoseconds latency, Nanoseconds now);
  std::uint64_t answers() const { return answers_; }
  std::uint64_t of(Outcome outcome) const { return outcomes_[static_cast<std::size_t>(outcome)]; }
  std::uint64_t slow() const { return slow_; }
  Nanoseconds longest() const { return longest_; }
  Nanoseconds longest_silence() const { return longest_silence_; }  // between two answers
  Nanoseconds percentile(double share) const;                       // 0.5: the median

 private:
  static constexpr unsigned kSteps = 16;  // to a doubling
  std::array<std::uint64_t, static_cast<std::size_t>(Outcome::count_)> outcomes_{};
  std::array<std::uint64_t, std::size_t{64} * kSteps> latencies_{};
  std::uint64_t answers_ = 0;
  std::uint64_t slow_ = 0;
  Nanoseconds longest_ = 0;
  Nanoseconds last_ = 0;
  Nanoseconds longest_silence_ = 0;
};

}  // namespace darban::bench
