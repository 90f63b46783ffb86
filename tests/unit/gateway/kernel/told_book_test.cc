// SPDX-License-Identifier: Apache-2.0
#include "gateway/kernel/told_book.h"

#include <doctest/doctest.h>

#include "tests/support/literals.h"

using namespace darban;
using namespace darban::gateway;
using namespace darban::literals;

namespace {

constexpr Seconds kLasts{600};
const MonoTime kStart{Seconds(1000)};
const IpAddress kHere = "10.1.0.7"_ip;
const DeviceKey kTablet = DeviceKey::of("02:00:00:00:00:07"_mac, "10.1.0.7"_ip);
const DeviceKey kPhone = DeviceKey::of(std::nullopt, "10.1.0.8"_ip);

ToldBook::Entry entry(const DeviceKey& device, const IpAddress& address, bool vital = false) {
  return {device, point_of(address), vital};
}

}  // namespace

TEST_CASE("an entry is told once, and again when half of its time is over") {
  ToldBook book({1});
  const auto site = entry(kTablet, "192.0.2.1"_ip);
  CHECK(book.note(site, kHere, false, kStart, kLasts) == ToldBook::News::fresh);
  CHECK(book.note(site, kHere, false, kStart + Seconds(299), kLasts) == ToldBook::News::none);
  CHECK(book.note(site, kHere, false, kStart + Seconds(301), kLasts) == ToldBook::News::renewed);
  CHECK(book.holds(site, kStart + Seconds(900)));
  CHECK_FALSE(book.holds(site, kStart + Seconds(901)));
}

TEST_CASE("devices, addresses and vital names are kept apart") {
  ToldBook book({1});
  CHECK(book.note(entry(kTablet, "192.0.2.1"_ip), kHere, false, kStart, kLasts) == ToldBook::News::fresh);
  CHECK(book.note(entry(kTablet, "192.0.2.2"_ip), kHere, false, kStart, kLasts) == ToldBook::News::fresh);
  CHECK(book.note(entry(kPhone, "192.0.2.1"_ip), kHere, false, kStart, kLasts) == ToldBook::News::fresh);
  CHECK(book.note(entry(kTablet, "192.0.2.1"_ip, true), kHere, false, kStart, kLasts) == ToldBook::News::fresh);
  CHECK(book.size() == 4);
}

TEST_CASE("a device is known by its MAC on all of its addresses") {
  CHECK(DeviceKey::of("02:00:00:00:00:07"_mac, "fd00::1"_ip) == kTablet);
  CHECK_FALSE(DeviceKey::of("02:00:00:00:00:07"_mac, "10.1.0.8"_ip) == kPhone);
}

TEST_CASE("when a door closes, what was judged while it was open goes, and vital names stay") {
  ToldBook book({1});
  book.note(entry(kTablet, "192.0.2.1"_ip), kHere, false, kStart, kLasts);
  book.note(entry(kTablet, "192.0.2.2"_ip, true), kHere, false, kStart, kLasts);
  book.note(entry(kTablet, "192.0.2.3"_ip), kHere, true, kStart, kLasts);
  book.note(entry(kPhone, "192.0.2.1"_ip), kHere, false, kStart, kLasts);
  const auto taken = book.take_back([&](const DeviceKey& device, const IpAddress&) { return device == kTablet; });
  CHECK(taken == std::vector{entry(kTablet, "192.0.2.1"_ip)});
  CHECK(book.size() == 3);
}

TEST_CASE("the last judgement counts") {
  ToldBook book({1});
  book.note(entry(kTablet, "192.0.2.1"_ip), kHere, true, kStart, kLasts);
  CHECK(book.note(entry(kTablet, "192.0.2.1"_ip), kHere, false, kStart, kLasts) == ToldBook::News::none);
  CHECK(book.take_back([](const DeviceKey&, const IpAddress& asker) { return asker == kHere; }).size() == 1);
}

TEST_CASE("a full book takes no more until something in it has ended") {
  ToldBook book({1});
  for (std::uint32_t i = 0; i < ToldBook::kMost; ++i) {
    std::array<std::uint8_t, 4> octets;
    store_u32(octets.data(), i);
    REQUIRE(book.note(entry(kTablet, IpAddress::from_v4(octets)), kHere, false, kStart, kLasts) == ToldBook::News::fresh);
  }
  const auto one_more = entry(kTablet, "2001:db8::1"_ip);
  CHECK(book.note(one_more, kHere, false, kStart + Seconds(1), kLasts) == ToldBook::News::no_room);
  CHECK(book.note(one_more, kHere, false, kStart + kLasts, kLasts) == ToldBook::News::fresh);
  CHECK(book.size() == 1);
}
