// SPDX-License-Identifier: Apache-2.0
#include "base/random.h"

#include <doctest/doctest.h>

#include <array>
#include <bitset>
#include <unordered_set>

using namespace darban;

TEST_CASE("numbers do not repeat, within one source or between two") {
  Random one;
  Random two;
  std::unordered_set<std::uint64_t> seen;
  for (int i = 0; i < 20000; ++i) {
    seen.insert(one.u64());
    seen.insert(two.u64());
  }
  CHECK(seen.size() == 40000);  // a repetition by chance: less than 10^-10
}

TEST_CASE("every bit of a message ID is set about half the time, also where the pool is filled anew") {
  Random random;
  std::array<int, 16> ones{};
  constexpr int kDraws = 40000;
  for (int i = 0; i < kDraws; ++i) {
    if (i % 7 == 0) random.u64();  // shifts where the pool ends
    const std::bitset<16> id(random.u16());
    for (std::size_t bit = 0; bit < 16; ++bit) ones[bit] += id[bit] ? 1 : 0;
  }
  for (const int count : ones) {  // eight standard deviations of 100
    CHECK(count > kDraws / 2 - 800);
    CHECK(count < kDraws / 2 + 800);
  }
}

TEST_CASE("the sixteen-bit numbers reach the whole range") {
  Random random;
  std::bitset<65536> seen;
  for (int i = 0; i < 1 << 20; ++i) seen.set(random.u16());
  CHECK(seen.count() > 65500);  // 65536 * e^-16 are missed on average: none
}
