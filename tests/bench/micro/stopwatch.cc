// SPDX-License-Identifier: Apache-2.0
#include "micro/stopwatch.h"

#include <algorithm>
#include <chrono>

#include "micro/allocations.h"

namespace darban::bench {
namespace {

using Clock = std::chrono::steady_clock;

double seconds_since(Clock::time_point begin) { return std::chrono::duration<double>(Clock::now() - begin).count(); }

Figure figure_of(const std::string& name, std::vector<double> samples, double allocations) {
  std::sort(samples.begin(), samples.end());
  return {name, samples[samples.size() / 2] * 1e9, samples.front() * 1e9, allocations};
}

}  // namespace

Figure measure(const std::string& name, std::size_t operations, const Patience& patience, const std::function<void()>& pass) {
  const auto each = static_cast<double>(operations);
  pass();
  std::vector<double> samples;
  double allocations = 0;
  for (int i = 0; i < patience.samples; ++i) {
    const std::uint64_t allocations_before = allocations_so_far();
    const auto begin = Clock::now();
    double passes = 0;
    double seconds = 0;
    do {
      pass();
      ++passes;
      seconds = seconds_since(begin);
    } while (seconds < patience.sample_seconds);
    allocations = static_cast<double>(allocations_so_far() - allocations_before) / (passes * each);
    samples.push_back(seconds / (passes * each));
  }
  return figure_of(name, std::move(samples), allocations);
}

Figure measure_prepared(const std::string& name, std::size_t operations, const Patience& patience,
                        const std::function<void()>& prepare, const std::function<void()>& pass) {
  std::vector<double> samples;
  std::uint64_t allocations = 0;
  for (int i = 0; i < patience.samples * 10; ++i) {
    prepare();
    const std::uint64_t allocations_before = allocations_so_far();
    const auto begin = Clock::now();
    pass();
    const double seconds = seconds_since(begin);
    allocations += allocations_so_far() - allocations_before;
    samples.push_back(seconds / static_cast<double>(operations));
  }
  const double all = static_cast<double>(operations) * static_cast<double>(samples.size());
  return figure_of(name, std::move(samples), static_cast<double>(allocations) / all);
}

}  // namespace darban::bench
