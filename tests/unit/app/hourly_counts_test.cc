// SPDX-License-Identifier: Apache-2.0
#include "app/hourly_counts.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

CounterSums sums(std::uint64_t closed, std::uint64_t questions = 0) {
  CounterSums result;
  result.totals[static_cast<std::size_t>(Total::closed)] = closed;
  result.health[static_cast<std::size_t>(Health::questions)] = questions;
  return result;
}

TEST_CASE("what is shown stands still within an hour, however often somebody looks") {
  HourlyCounts counts;
  counts.observe(sums(0), {10, 20});
  for (std::uint64_t n = 1; n < 60; ++n) counts.observe(sums(n), {10, 20});
  CHECK(counts.today().of(Total::closed) == 0);
}

TEST_CASE("at the whole hour the sum moves, once") {
  HourlyCounts counts;
  counts.observe(sums(0), {10, 20});
  counts.observe(sums(7), {10, 21});
  counts.observe(sums(9), {10, 21});
  CHECK(counts.today().of(Total::closed) == 7);
}

TEST_CASE("sums since the start move with the hours, across the days, and the step is said") {
  HourlyCounts counts;
  CHECK_FALSE(counts.observe(sums(3), {10, 22}));
  CHECK(counts.settled().of(Total::closed) == 0);
  CHECK(counts.observe(sums(5), {10, 23}));
  CHECK_FALSE(counts.observe(sums(6), {10, 23}));
  CHECK(counts.settled().of(Total::closed) == 5);
  CHECK(counts.observe(sums(8), {11, 0}));
  CHECK(counts.settled().of(Total::closed) == 8);
  CHECK_FALSE(counts.observe(sums(9), {10, 5}));
  CHECK(counts.settled().of(Total::closed) == 8);
}

TEST_CASE("a new day begins at nothing and keeps the day before") {
  HourlyCounts counts;
  counts.observe(sums(0), {10, 22});
  counts.observe(sums(5), {10, 23});
  counts.observe(sums(8), {11, 0});
  CHECK(counts.today().of(Total::closed) == 0);
  REQUIRE(counts.yesterday());
  CHECK(counts.yesterday()->of(Total::closed) == 8);
  counts.observe(sums(10), {11, 1});
  CHECK(counts.today().of(Total::closed) == 2);
}

TEST_CASE("after days asleep there is no yesterday") {
  HourlyCounts counts;
  counts.observe(sums(0), {10, 22});
  counts.observe(sums(8), {13, 9});
  CHECK_FALSE(counts.yesterday());
}

TEST_CASE("a clock that goes back changes nothing until it has caught up") {
  HourlyCounts counts;
  counts.observe(sums(0), {10, 20});
  counts.observe(sums(4), {10, 21});
  counts.observe(sums(6), {9, 23});
  counts.observe(sums(7), {10, 20});
  CHECK(counts.today().of(Total::closed) == 4);
  CHECK_FALSE(counts.yesterday());
  counts.observe(sums(9), {10, 22});
  CHECK(counts.today().of(Total::closed) == 9);
}

TEST_CASE("the amount of work is the family's activity and never live; trouble is") {
  CHECK_FALSE(moves_live(Health::questions));
  CHECK_FALSE(moves_live(Health::cache_hits));
  CHECK_FALSE(moves_live(Health::forwarded));
  CHECK_FALSE(moves_live(Health::answered_within_1ms));
  CHECK(moves_live(Health::upstream_timeouts));
  CHECK(moves_live(Health::overflow));
}

TEST_CASE("the workers' counters add up") {
  Counters one;
  Counters two;
  one.add(Total::closed);
  two.add(Total::closed);
  two.add(Health::questions);
  CounterSums both;
  both.add(one);
  both.add(two);
  CHECK(both.of(Total::closed) == 2);
  CHECK(both.of(Health::questions) == 1);
}

}  // namespace
}  // namespace darban
