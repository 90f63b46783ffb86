// SPDX-License-Identifier: Apache-2.0
// Times a piece of code in passes, and counts what it allocates. The figure is the median of several samples, so that a machine's
// hiccup is left out.
#pragma once
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

namespace darban::bench {

struct Figure {
  std::string name;
  double nanoseconds = 0;  // an operation
  double fastest = 0;      // of the samples
  double allocations = 0;  // an operation
};

struct Patience {
  int samples = 9;
  double sample_seconds = 0.03;
};

// `pass` does `operations` operations. One pass runs before the clock does.
Figure measure(const std::string& name, std::size_t operations, const Patience& patience, const std::function<void()>& pass);
// As above, but each pass is timed alone, after `prepare`, which is not timed.
Figure measure_prepared(const std::string& name, std::size_t operations, const Patience& patience,
                        const std::function<void()>& prepare, const std::function<void()>& pass);

// Keeps a result alive that nobody looks at.
template <typename T>
void keep(const T& value) {
  asm volatile("" : : "r"(&value) : "memory");
}

}  // namespace darban::bench
