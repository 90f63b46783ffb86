// SPDX-License-Identifier: Apache-2.0
#include "base/clock.h"

#include <doctest/doctest.h>

using namespace darban;

TEST_CASE("monotonic time does not go back") {
  const SystemClock clock(false);
  auto last = clock.now().mono;
  for (int i = 0; i < 10000; ++i) {
    const auto now = clock.now().mono;
    REQUIRE(now >= last);
    last = now;
  }
}

TEST_CASE("civil time is the system's") {
  const SystemClock clock(false);
  const auto before = std::chrono::floor<Seconds>(std::chrono::system_clock::now());
  const auto now = clock.now().wall;
  const auto after = std::chrono::floor<Seconds>(std::chrono::system_clock::now());
  CHECK(now >= before - Seconds(1));  // the coarse clock may be a tick behind
  CHECK(now <= after);
}

TEST_CASE("civil time is rounded down, and says so") {
  const SystemClock clock(false);
  bool ever = false;
  for (int i = 0; i < 1000; ++i) ever = ever || clock.now().into_second;
  CHECK(ever);  // no thousand looks fall on the start of a second
}

TEST_CASE("a clock that need not wait is trusted as soon as its date can be right") {
  const Now now = SystemClock(false).now();
  CHECK(now.wall_trusted == (now.wall >= kBuildDate));
  CHECK(kBuildDate == WallTime(Seconds{1793491200}));  // 2026-11-01
}

TEST_CASE("waiting for synchronisation never trusts a clock that a hasty one would not") {
  const bool hasty = SystemClock(false).now().wall_trusted;
  const bool patient = SystemClock(true).now().wall_trusted;
  CHECK((hasty || !patient));
}

TEST_CASE("the kernel is asked every five seconds until it is synchronised, and never again") {
  static int asked;
  static bool in_step;
  asked = 0;
  in_step = false;
  const auto probe = [] { return ++asked, in_step; };
  const auto at = [](int seconds) { return MonoTime(Seconds(seconds)); };
  SyncWatch watch;
  CHECK_FALSE(watch.synchronised(at(3), probe));
  CHECK_FALSE(watch.synchronised(at(4), probe));
  CHECK_FALSE(watch.synchronised(at(7), probe));
  CHECK(asked == 1);
  in_step = true;
  CHECK(watch.synchronised(at(8), probe));  // five seconds after it was asked: within ten of the synchronisation (AC-b5)
  in_step = false;
  CHECK(watch.synchronised(at(9), probe));
  CHECK(watch.synchronised(at(1000), probe));
  CHECK(asked == 2);
}

TEST_CASE("never is later than any edge of a timetable, and has room for arithmetic") {
  CHECK(kNever > WallTime(Seconds(253402300799)));  // the end of the year 9999
  CHECK(kNever + Seconds(86400 * 366) > kNever);
}
