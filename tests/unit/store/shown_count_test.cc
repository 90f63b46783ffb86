// SPDX-License-Identifier: Apache-2.0
// None, a few, about ten, twenty, thirty.
#include "store/shown_count.h"

#include <doctest/doctest.h>

using namespace darban;

namespace {

using Form = ShownCount::Form;

// The slow and obvious twin: goes through the tens and takes the nearest; of two that are as near, the greater.
std::uint64_t nearest_ten(std::uint64_t count) {
  std::uint64_t best = 0;
  for (std::uint64_t ten = 0; ten <= count + 10; ten += 10) {
    const std::uint64_t far = ten > count ? ten - count : count - ten;
    const std::uint64_t best_far = best > count ? best - count : count - best;
    if (far <= best_far) best = ten;
  }
  return best;
}

}  // namespace

TEST_CASE("nothing is none, one to nine are a few") {
  CHECK(ShownCount::of(0).form() == Form::none);
  for (std::uint64_t count = 1; count < 10; ++count) {
    CHECK(ShownCount::of(count) == ShownCount::of(1));
    CHECK(ShownCount::of(count).form() == Form::few);
    CHECK(ShownCount::of(count).about() == 0);
  }
}

TEST_CASE("from ten on it is the nearest ten, as its slow twin says") {
  for (std::uint64_t count = 10; count < 2000; ++count) {
    REQUIRE(ShownCount::of(count).form() == Form::about);
    REQUIRE(ShownCount::of(count).about() == nearest_ten(count));
  }
}

TEST_CASE("the greatest number the file can hold does not turn over") {
  CHECK(ShownCount::of(INT64_MAX).about() == 9223372036854775810U);
}

TEST_CASE("what is not shown does not tell that it is nothing") {
  CHECK(ShownCount().form() == Form::hidden);
  CHECK_FALSE(ShownCount() == ShownCount::of(0));
}
