// SPDX-License-Identifier: Apache-2.0
#include "tools/tally.h"

#include <algorithm>
#include <bit>

namespace darban::bench {
namespace {

constexpr unsigned kStepBits = 4;

std::size_t step_of(Nanoseconds latency) {
  const auto value = static_cast<std::uint64_t>(std::max<Nanoseconds>(latency, 16));
  const unsigned octave = 63 - static_cast<unsigned>(std::countl_zero(value));
  return octave << kStepBits | (value >> (octave - kStepBits) & 15);
}

Nanoseconds middle_of(std::size_t step) {
  const unsigned octave = static_cast<unsigned>(step >> kStepBits);
  const Nanoseconds width = Nanoseconds{1} << (octave - kStepBits);
  return (Nanoseconds{16} + static_cast<Nanoseconds>(step & 15)) * width + width / 2;
}

}  // namespace

void Tally::answered(Outcome outcome, Nanoseconds latency, Nanoseconds now) {
  ++outcomes_[static_cast<std::size_t>(outcome)];
  ++answers_;
  ++latencies_[step_of(latency)];
  if (latency > kSlow) ++slow_;
  longest_ = std::max(longest_, latency);
  if (last_ != 0) longest_silence_ = std::max(longest_silence_, now - last_);
  last_ = now;
}

Nanoseconds Tally::percentile(double share) const {
  const auto wanted = static_cast<std::uint64_t>(share * static_cast<double>(answers_));
  std::uint64_t seen = 0;
  for (std::size_t step = 0; step < latencies_.size(); ++step) {
    seen += latencies_[step];
    if (seen > wanted) return middle_of(step);
  }
  return longest_;
}

}  // namespace darban::bench
