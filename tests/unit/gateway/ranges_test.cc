// SPDX-License-Identifier: Apache-2.0
#include "gateway/ranges.h"

#include <doctest/doctest.h>

#include <random>

#include "gateway/roster.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::gateway;
using namespace darban::literals;

namespace {

constexpr Treatment kOpen{};
constexpr Treatment kStrict{Door::open, Ways::strict};
constexpr Treatment kClosed{Door::closed, Ways::standard};

Range range(const IpAddress& first, const IpAddress& last, Treatment treatment) {
  return {point_of(first), point_of(last), treatment};
}

// The slow twin: the longest prefix of all, asked one by one.
std::optional<Treatment> longest(std::span<const Plan::Place> places, const IpAddress& address) {
  const Plan::Place* best = nullptr;
  for (const Plan::Place& place : places) {
    if (place.prefix.contains(address) && (best == nullptr || place.prefix.length() >= best->prefix.length())) best = &place;
  }
  return best == nullptr ? std::nullopt : std::optional(best->treatment);
}

}  // namespace

TEST_CASE("a network with a device in it is three ranges") {
  const std::vector<Plan::Place> places{{"10.1.0.10"_prefix, kOpen}, {"10.1.0.0/24"_prefix, kClosed}};
  const std::vector<Range> expected{range("10.1.0.0"_ip, "10.1.0.9"_ip, kClosed), range("10.1.0.10"_ip, "10.1.0.10"_ip, kOpen),
                                    range("10.1.0.11"_ip, "10.1.0.255"_ip, kClosed)};
  CHECK(flatten(places) == expected);
}

TEST_CASE("neighbours that are treated alike are one range") {
  const std::vector<Plan::Place> places{
      {"10.1.0.0/25"_prefix, kClosed}, {"10.1.0.128/25"_prefix, kClosed}, {"10.1.0.7"_prefix, kClosed}};
  CHECK(flatten(places) == std::vector{range("10.1.0.0"_ip, "10.1.0.255"_ip, kClosed)});
}

TEST_CASE("ranges end where addresses do") {
  const std::vector<Plan::Place> places{
      {"255.255.255.255"_prefix, kStrict}, {"ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"_prefix, kClosed}, {"::"_prefix, kStrict}};
  const auto ranges = flatten(places);
  REQUIRE(ranges.size() == 3);
  CHECK(find(ranges, point_of("255.255.255.255"_ip))->treatment == kStrict);
  CHECK(find(ranges, point_of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"_ip))->treatment == kClosed);
  CHECK(find(ranges, point_of("::1"_ip)) == nullptr);
}

TEST_CASE("each family has its part, also of a prefix that is wider than IPv4") {
  const std::vector<Plan::Place> places{{"::/0"_prefix, kStrict}, {"10.0.0.0/8"_prefix, kClosed}};
  const auto all = flatten(places);
  const auto v4 = split(all, Family::v4);
  REQUIRE(v4.size() == 3);
  CHECK(v4[0] == range("0.0.0.0"_ip, "9.255.255.255"_ip, kStrict));
  CHECK(v4[1] == range("10.0.0.0"_ip, "10.255.255.255"_ip, kClosed));
  const auto v6 = split(all, Family::v6);
  REQUIRE(v6.size() == 2);
  CHECK(v6[0].first == point_of("::"_ip));
  CHECK(v6[1].last == point_of("ffff:ffff:ffff:ffff:ffff:ffff:ffff:ffff"_ip));
}

TEST_CASE("ranges say of every address what its longest prefix says") {
  std::mt19937 random(7);
  const std::array treatments{kOpen, kStrict, kClosed};
  for (int turn = 0; turn < 200; ++turn) {
    std::vector<Plan::Place> places;
    for (int i = 0; i < 12; ++i) {
      const std::array<std::uint8_t, 4> octets{10, 0, 0, static_cast<std::uint8_t>(random())};
      const auto prefix = *IpPrefix::of(IpAddress::from_v4(octets), 120 + static_cast<int>(random() % 9));
      places.push_back({prefix, treatments[random() % 3]});
    }
    const auto ranges = flatten(places);
    for (std::size_t i = 1; i < ranges.size(); ++i) REQUIRE(ranges[i - 1].last < ranges[i].first);
    for (int last = 0; last < 256; ++last) {
      const std::array<std::uint8_t, 4> octets{10, 0, 0, static_cast<std::uint8_t>(last)};
      const IpAddress address = IpAddress::from_v4(octets);
      const Range* found = find(ranges, point_of(address));
      REQUIRE((found == nullptr ? std::nullopt : std::optional(found->treatment)) == longest(places, address));
    }
  }
}

TEST_CASE("a device is its MAC before it is its address, and a guest when it is neither") {
  Plan plan;
  plan.others = kStrict;
  plan.devices = {{"02:00:00:00:00:07"_mac, kClosed}};
  plan.places = {{"10.1.0.0/24"_prefix, kOpen}};
  const Roster roster(plan);
  CHECK(roster.treatment_of("10.1.0.9"_ip, "02:00:00:00:00:07"_mac) == kClosed);
  CHECK(roster.treatment_of("10.1.0.9"_ip, "02:00:00:00:00:08"_mac) == kOpen);
  CHECK(roster.treatment_of("10.1.0.9"_ip, std::nullopt) == kOpen);
  CHECK(roster.treatment_of("10.2.0.9"_ip, "02:00:00:00:00:08"_mac) == kStrict);
  CHECK(Roster().treatment_of("10.2.0.9"_ip, std::nullopt) == kOpen);
}

TEST_CASE("where closed devices are: their networks and addresses, without the neighbour who is open") {
  Plan plan;
  plan.devices = {{"02:00:00:00:00:07"_mac, kClosed}, {"02:00:00:00:00:08"_mac, kOpen}};
  plan.places = {{"10.1.0.0/30"_prefix, {Door::closed, Ways::strict}}};
  plan.whereabouts = {{"10.1.0.2"_ip, "02:00:00:00:00:08"_mac}, {"fd00::7"_ip, "02:00:00:00:00:07"_mac}};
  const auto closed = Roster(plan).closed_places();
  CHECK(find(closed, point_of("10.1.0.1"_ip)) != nullptr);
  CHECK(find(closed, point_of("10.1.0.2"_ip)) == nullptr);
  CHECK(find(closed, point_of("10.1.0.3"_ip)) != nullptr);
  CHECK(find(closed, point_of("fd00::7"_ip)) != nullptr);
  CHECK(find(closed, point_of("fd00::8"_ip)) == nullptr);
}

TEST_CASE("a device without a treatment of its own is closed when it is anywhere in a closed network") {
  Plan plan;
  plan.places = {{"10.1.0.0/24"_prefix, kClosed}};
  plan.whereabouts = {{"10.1.0.9"_ip, "02:00:00:00:00:09"_mac}};
  plan.devices = {{"02:00:00:00:00:08"_mac, kOpen}};
  const Roster roster(plan);
  CHECK(roster.is_closed("10.1.0.9"_ip, std::nullopt));
  CHECK(roster.is_closed("fd00::9"_ip, "02:00:00:00:00:09"_mac));
  CHECK_FALSE(roster.is_closed("fd00::9"_ip, std::nullopt));
  CHECK_FALSE(roster.is_closed("10.1.0.8"_ip, "02:00:00:00:00:08"_mac));
}
