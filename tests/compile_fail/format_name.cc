// SPDX-License-Identifier: Apache-2.0
// fmt can not print a private value, even with its headers for ranges and streams.
// refused: Cannot format an argument
#include <fmt/format.h>
#include <fmt/ostream.h>
#include <fmt/ranges.h>

#include "dns/name.h"

namespace darban {

void test() {
#ifdef BAD
  static_cast<void>(fmt::format("{}", Name()));
#else
  static_cast<void>(fmt::format("{}", Name().label_count()));
#endif
}

}  // namespace darban
