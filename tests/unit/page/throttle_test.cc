// SPDX-License-Identifier: Apache-2.0
// How fast passwords may be tried: a wait that doubles, nobody locked out for ever, and no way round it.
#include "page/throttle.h"

#include <doctest/doctest.h>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;
using namespace darban::page;

namespace {

const IpAddress kTablet = "192.168.1.7"_ip;
const IpAddress kPhone = "192.168.1.8"_ip;

struct Door {
  Throttle throttle;
  MonoTime now{Milliseconds(1000)};
  // How long to wait; zero: the try was counted.
  std::int64_t wrong(const IpAddress& from, std::string_view who = "sara") {
    const auto begun = throttle.begin(from, who, now);
    return begun ? 0 : begun.error().count();
  }
  std::int64_t right(const IpAddress& from, std::string_view who = "sara") {
    const auto begun = throttle.begin(from, who, now);
    if (begun) throttle.forgive(*begun, now);
    return begun ? 0 : begun.error().count();
  }
};

}  // namespace

TEST_CASE("four tries may be wrong; from the fifth on the wait doubles, to a quarter of an hour") {
  Door door;
  for (int i = 0; i < 5; ++i) CHECK(door.wrong(kTablet) == 0);
  for (const std::int64_t wait : {2, 4, 8, 16, 32, 64, 128, 256, 512, 900, 900, 900}) {
    CHECK(door.wrong(kTablet) == wait);
    door.now += Seconds(wait) - Milliseconds(1);
    CHECK(door.wrong(kTablet) == 1);
    door.now += Milliseconds(1);
    CHECK(door.wrong(kTablet) == 0);
  }
}

TEST_CASE("many tries at once are not one") {
  Door door;
  int counted = 0;
  for (int i = 0; i < 50; ++i) counted += door.throttle.begin(kTablet, "sara", door.now) ? 1 : 0;
  CHECK(counted == 5);
}

TEST_CASE("a child at the tablet does not lock a parent out of the phone") {
  Door door;
  for (int hour = 0; hour < 24 * 4; ++hour) {
    while (door.wrong(kTablet) == 0) {
    }
    CHECK(door.right(kPhone) == 0);
    while (door.wrong(kTablet) == 0) {
    }
    CHECK(door.wrong(kPhone) == 0);  // a slip of the finger
    CHECK(door.right(kPhone) == 0);
    door.now += Seconds(900);
    door.throttle.forgive(*door.throttle.begin(kPhone, "other", door.now), door.now);
    door.now += Throttle::kForgotten;
  }
}

TEST_CASE("many addresses share an account's wait, but for two tries each") {
  Door door;
  int counted = 0;
  for (int round = 0; round < 10; ++round) {
    for (std::uint8_t host = 1; host < 100; ++host) {
      const std::uint8_t octets[] = {10, 0, 0, host};
      counted += door.wrong(IpAddress::from_v4(octets)) == 0 ? 1 : 0;
    }
  }
  CHECK(counted == 99 * 2);
}

TEST_CASE("an account of one's own takes back one's own try and nothing else") {
  Door door;
  for (int i = 0; i < 5; ++i) CHECK(door.wrong(kTablet) == 0);
  CHECK(door.right(kTablet, "child") == 2);
  door.now += Seconds(2);
  CHECK(door.right(kTablet, "child") == 0);
  door.now += Seconds(2);
  CHECK(door.wrong(kTablet) == 0);
  CHECK(door.wrong(kTablet) == 4);
}

TEST_CASE("who is right may go on at once") {
  Door door;
  for (int i = 0; i < 4; ++i) CHECK(door.wrong(kTablet) == 0);
  CHECK(door.right(kTablet) == 0);
  CHECK(door.right(kTablet) == 0);
}

TEST_CASE("after six hours it is forgotten") {
  Door door;
  while (door.wrong(kTablet) == 0) {
  }
  door.now += Throttle::kForgotten;
  for (int i = 0; i < 5; ++i) CHECK(door.wrong(kTablet) == 0);
}

TEST_CASE("of IPv6 the network counts, of IPv4 the address, and the local socket is one") {
  Door door;
  while (door.wrong("2001:db8:1:2::1"_ip) == 0) {
  }
  CHECK(door.wrong("2001:db8:1:2:ffff::9"_ip) > 0);
  CHECK(door.wrong("2001:db8:1:3::1"_ip) == 0);
  while (door.wrong(kTablet) == 0) {
  }
  CHECK(door.wrong(kPhone) == 0);
  for (int i = 0; i < 5; ++i) CHECK(door.throttle.begin(std::nullopt, "nani", door.now));
  CHECK_FALSE(door.throttle.begin(std::nullopt, "omar", door.now));
}

TEST_CASE("made-up names and addresses drive out each other, not the one that is attacked") {
  Door door;
  while (door.wrong(kTablet) == 0) {
  }
  for (std::uint32_t i = 0; i < 5000; ++i) {
    const std::uint8_t octets[] = {10, 1, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    door.wrong(IpAddress::from_v4(octets), "nobody" + std::to_string(i));
  }
  CHECK(door.wrong(kTablet) == 2);
}
