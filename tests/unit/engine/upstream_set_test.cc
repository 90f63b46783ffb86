// SPDX-License-Identifier: Apache-2.0
#include "engine/upstream_set.h"

#include <doctest/doctest.h>

using namespace darban;

namespace {

MonoTime at(std::int64_t milliseconds) { return MonoTime(Milliseconds(milliseconds)); }

void kill(UpstreamSet& set, std::size_t upstream, MonoTime when) {
  for (std::uint32_t i = 0; i < UpstreamSet::kFailuresUntilDead; ++i) set.failed(upstream, when);
}

}  // namespace

TEST_CASE("the first upstream of the settings is asked first") {
  const UpstreamSet set(3);
  CHECK(set.choose({}) == std::size_t{0});
}

TEST_CASE("the second try goes to another upstream, and when all were asked there is none") {
  const UpstreamSet set(2);
  UpstreamSet::Asked asked;
  asked.add(0);
  CHECK(set.choose(asked) == std::size_t{1});
  asked.add(1);
  CHECK_FALSE(set.choose(asked).has_value());
}

TEST_CASE("without upstreams there is nobody to ask") { CHECK_FALSE(UpstreamSet(0).choose({}).has_value()); }

TEST_CASE("two failures in a row are bad luck, three are a dead upstream") {
  UpstreamSet set(2);
  set.failed(0, at(0));
  set.failed(0, at(1));
  CHECK(set.choose({}) == std::size_t{0});
  set.failed(0, at(2));
  CHECK(set.choose({}) == std::size_t{1});
}

TEST_CASE("an answer between failures starts the count again") {
  UpstreamSet set(2);
  set.failed(0, at(0));
  set.failed(0, at(1));
  set.answered(0, Milliseconds(5));
  set.failed(0, at(2));
  set.failed(0, at(3));
  CHECK(set.healthy(0));
}

TEST_CASE("an answer brings a dead upstream back to its place") {
  UpstreamSet set(2);
  kill(set, 0, at(0));
  set.answered(0, Milliseconds(5));
  CHECK(set.choose({}) == std::size_t{0});
  CHECK_FALSE(set.probe_due(at(1'000'000)).has_value());
}

TEST_CASE("when all are dead, the one that failed least is asked") {
  UpstreamSet set(2);
  kill(set, 0, at(0));
  kill(set, 1, at(0));
  set.failed(0, at(1));
  CHECK(set.choose({}) == std::size_t{1});
}

TEST_CASE("a dead upstream is probed when its back-off is over, and once only") {
  UpstreamSet set(2);
  kill(set, 0, at(0));
  CHECK_FALSE(set.probe_due(at(999)).has_value());
  CHECK(set.probe_due(at(1000)) == std::size_t{0});
  CHECK_FALSE(set.probe_due(at(1001)).has_value());
}

TEST_CASE("a failed probe doubles the back-off, up to the longest") {
  UpstreamSet set(2);
  kill(set, 0, at(0));
  std::int64_t now = 1000;
  for (const std::int64_t back_off : {2000, 4000, 8000, 16000, 32000, 60000, 60000}) {
    REQUIRE(set.probe_due(at(now)) == std::size_t{0});
    set.failed(0, at(now));
    CHECK_FALSE(set.probe_due(at(now + back_off - 1)).has_value());
    now += back_off;
  }
}

TEST_CASE("questions that were travelling when the upstream died do not lengthen its back-off") {
  UpstreamSet set(2);
  kill(set, 0, at(0));
  for (int i = 0; i < 100; ++i) set.failed(0, at(500));
  CHECK(set.probe_due(at(1000)) == std::size_t{0});
}

TEST_CASE("a probe whose end was never told is repeated a back-off later") {
  UpstreamSet set(2);
  kill(set, 0, at(0));
  REQUIRE(set.probe_due(at(1000)) == std::size_t{0});
  CHECK(set.probe_due(at(2000)) == std::size_t{0});
}

TEST_CASE("the round trip is an average that follows slowly") {
  UpstreamSet set(1);
  CHECK_FALSE(set.round_trip(0).has_value());
  set.answered(0, Milliseconds(80));
  CHECK(set.round_trip(0) == Milliseconds(80));
  set.answered(0, Milliseconds(160));
  CHECK(set.round_trip(0) == Milliseconds(90));
}
