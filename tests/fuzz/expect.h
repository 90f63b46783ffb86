// SPDX-License-Identifier: Apache-2.0
// EXPECT(condition): what a fuzz target promises about every input. Aborts, which libFuzzer and the replay alike report.
#pragma once
#include <cstdio>
#include <cstdlib>

#define EXPECT(condition)                                                          \
  do {                                                                             \
    if (!(condition)) {                                                            \
      std::fprintf(stderr, "%s:%d: not so: %s\n", __FILE__, __LINE__, #condition); \
      std::abort();                                                                \
    }                                                                              \
  } while (false)
