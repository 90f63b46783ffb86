// SPDX-License-Identifier: Apache-2.0
#include "micro/stopwatch.h"

#include <algorithm>
#include <chrono>
#include <ctime>

#include "micro/allocations.h"

namespace darban::bench {
namespace {

// The time this thread had a core: others on the machine do not count.
double core_seconds() {
  timespec time{};
  ::clock_gettime(CLOCK_THREAD_CPUTIME_ID, &time);
  return static_cast<double>(time.tv_sec) + static_cast<double>(time.tv_nsec) / 1e9;
}

// Cheap to read, so it suits short passes.
double wall_seconds() { return std::chrono::duration<double>(std::chrono::steady_clock::now().time_since_epoch()).count(); }

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
    const double begin = core_seconds();
    double passes = 0;
    double seconds = 0;
    do {
      pass();
      ++passes;
      seconds = core_seconds() - begin;
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
    const double begin = wall_seconds();
    pass();
    const double seconds = wall_seconds() - begin;
    allocations += allocations_so_far() - allocations_before;
    samples.push_back(seconds / static_cast<double>(operations));
  }
  const double all = static_cast<double>(operations) * static_cast<double>(samples.size());
  return figure_of(name, std::move(samples), static_cast<double>(allocations) / all);
}

}  // namespace darban::bench
