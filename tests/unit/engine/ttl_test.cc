// SPDX-License-Identifier: Apache-2.0
#include "engine/steps/ttl.h"

#include <doctest/doctest.h>

using namespace darban;

namespace {

constexpr WallTime kBedtime{Seconds{1795795200}};
constexpr MonoTime kSomeTime{Seconds(1000)};

Now before_bedtime(Seconds left) { return {kSomeTime, kBedtime - left, true}; }

Now within_second(Now now) {
  now.into_second = true;
  return now;
}

}  // namespace

TEST_CASE("an answer may be kept until the edge, and not a moment longer") {
  CHECK(within(300, kBedtime, before_bedtime(Seconds(40))) == 40);
  CHECK(within(300, kBedtime, within_second(before_bedtime(Seconds(40)))) == 39);  // 39.x seconds are left
  CHECK(within(10, kBedtime, within_second(before_bedtime(Seconds(40)))) == 10);
}

TEST_CASE("a TTL is never zero, however near the edge is") {
  CHECK(within(300, kBedtime, before_bedtime(Seconds(1))) == 1);
  CHECK(within(300, kBedtime, within_second(before_bedtime(Seconds(1)))) == 1);
  CHECK(within(300, kBedtime, before_bedtime(Seconds(-5))) == 1);
}

TEST_CASE("what is left of a kept TTL is cut at the edge in the same way") {
  const TtlLeft ttl{20, 300, 0, kBedtime};
  CHECK(ttl.of(50, within_second(before_bedtime(Seconds(40)))) == 30);
  CHECK(ttl.of(70, within_second(before_bedtime(Seconds(40)))) == 39);
}
