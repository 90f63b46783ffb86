// SPDX-License-Identifier: Apache-2.0
// When a grant ends after the daemon, or the machine, was started again; with clocks that step, stand still and are not known.
#include "store/grant_row.h"

#include <doctest/doctest.h>

using namespace darban;

namespace {

constexpr WallTime kEvening{Seconds(1795705500)};
const std::string kBoot = "5f2b1c9e00004aaa8bbb0123456789ab";
const std::string kNextBoot = "00001111222233334444555566667777";

Moment moment(Seconds on_the_wall, Seconds since_boot, std::string boot = kBoot, bool trusted = true) {
  return {{MonoTime(Milliseconds(5000) + since_boot), kEvening + on_the_wall, trusted},
          {std::move(boot), Milliseconds(since_boot)}};
}

// Half an hour, given in the evening, 1,000 seconds after boot.
GrantRow half_hour(bool clock_known = true) {
  GrantRow row;
  row.given.wall_known = clock_known;
  row.given.granted = Seconds(1800);
  row.given.cap = GrantCap::pause;
  row.given.counted = Seconds(1800);
  row.given.counted_from = row.given.grant.given = row.given.grant.from = kEvening;
  row.given.grant.until = clock_known ? kEvening + Seconds(1800) : kNever;
  row.boot = kBoot;
  row.anchor = Seconds(1000);
  row.remaining = Seconds(1800);
  return row;
}

Seconds left_after(GrantRow row, const Moment& at) {
  wake(row, at);
  return std::chrono::duration_cast<Seconds>(row.given.grant.ends - at.now.mono);
}

}  // namespace

TEST_CASE("a restart of the daemon moves no end") {
  CHECK(left_after(half_hour(), moment(Seconds(600), Seconds(1600))) == Seconds(1200));
  CHECK(left_after(half_hour(), moment(Seconds(1800), Seconds(2800))) == Seconds(0));
}

TEST_CASE("a clock that was set meanwhile, either way, moves nothing in the same boot") {
  CHECK(left_after(half_hour(), moment(Seconds(-7200), Seconds(1600))) == Seconds(1200));
  GrantRow row = half_hour();
  const Moment later = moment(Seconds(600 + 7200), Seconds(1600));
  wake(row, later);
  CHECK(row.given.grant.is_over(later.now));  // its time on the wall has come: first come, first served
}

TEST_CASE("the machine's sleep counts") {
  // 1,200 s asleep: the monotonic clock stood still, the boot's did not.
  Moment at = moment(Seconds(1500), Seconds(2500));
  at.now.mono -= Seconds(1200);
  CHECK(left_after(half_hour(), at) == Seconds(300));
}

TEST_CASE("after a restart of the machine the wall decides, and never more than what was left") {
  CHECK(left_after(half_hour(), moment(Seconds(600), Seconds(40), kNextBoot)) == Seconds(1200));
  CHECK(left_after(half_hour(), moment(Seconds(-7200), Seconds(40), kNextBoot)) == Seconds(1800));
  CHECK(left_after(half_hour(), moment(Seconds(3600), Seconds(40), kNextBoot)) < Seconds(0));
}

TEST_CASE("after a restart without a clock it runs for what was left, and ends on the wall as soon as the time is known") {
  GrantRow row = half_hour();
  Moment at = moment(Seconds(-90000000), Seconds(40), kNextBoot, false);
  wake(row, at);
  CHECK(row.given.grant.ends - at.now.mono == Seconds(1800));
  CHECK_FALSE(row.given.grant.is_over(at.now));
  at = moment(Seconds(1799), Seconds(60), kNextBoot);
  CHECK_FALSE(row.given.grant.is_over(at.now));
  at = moment(Seconds(1800), Seconds(61), kNextBoot);
  CHECK(row.given.grant.is_over(at.now));
}

TEST_CASE("it is anchored in the new boot: the next restart of the daemon is exact again") {
  GrantRow row = half_hour();
  wake(row, moment(Seconds(600), Seconds(40), kNextBoot));
  CHECK(row.boot == kNextBoot);
  CHECK(left_after(row, moment(Seconds(0), Seconds(340), kNextBoot)) == Seconds(900));
}

TEST_CASE("anchored at a clean stop, it does not begin again after a restart without a clock") {
  GrantRow row = half_hour(false);
  Moment at = moment(Seconds(0), Seconds(2200), kBoot, false);
  wake(row, at);
  anchor(row, at);
  CHECK(left_after(row, moment(Seconds(0), Seconds(30), kNextBoot, false)) == Seconds(600));
}

TEST_CASE("where nobody can say which boot it is, no two are the same") {
  GrantRow row = half_hour();
  row.boot.clear();
  CHECK(left_after(row, moment(Seconds(600), Seconds(40), "")) == Seconds(1200));
}

TEST_CASE("a grant given before the time was known gets its times once it is") {
  GrantRow row = half_hour(false);
  row.given.grant.given = row.given.grant.from = row.given.counted_from = WallTime(Seconds(12));
  const Moment before = moment(Seconds(0), Seconds(1600), kBoot, false);
  wake(row, before);
  learn_the_time(row, before);
  CHECK_FALSE(row.given.wall_known);
  const Moment after = moment(Seconds(10), Seconds(1610));
  learn_the_time(row, after);
  CHECK(row.given.wall_known);
  CHECK(row.given.grant.until == after.now.wall + Seconds(1190));
  CHECK(row.given.grant.from == after.now.wall - Seconds(610));
  CHECK(row.given.counted_from == row.given.grant.from);
  const WallTime until = row.given.grant.until;
  learn_the_time(row, moment(Seconds(5000), Seconds(1700)));
  CHECK(row.given.grant.until == until);
}

TEST_CASE("what ran is measured by the clock that nobody sets") {
  GrantRow row = half_hour();
  wake(row, moment(Seconds(0), Seconds(1000)));
  CHECK(row.given.ran(moment(Seconds(0), Seconds(1000)).now) == Seconds(0));
  CHECK(row.given.ran(moment(Seconds(99999), Seconds(1300)).now) == Seconds(300));
  CHECK(row.given.ran(moment(Seconds(0), Seconds(9000)).now) == Seconds(1800));
}
