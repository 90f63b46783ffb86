// SPDX-License-Identifier: Apache-2.0
#include "app/new_devices.h"

#include <doctest/doctest.h>

#include "policy/build.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

const MacAddress kTablet = "02:00:5e:10:00:01"_mac;   // Sara's
const MacAddress kVisitor = "06:00:5e:10:00:09"_mac;  // nobody's, made up
const MacAddress kPrinter = "00:00:5e:10:00:0a"_mac;  // nobody's

std::shared_ptr<const Policy> rules(std::vector<WrittenDevice> devices) {
  Household household;
  WrittenPerson sara;
  sara.name = "Sara";
  sara.profile.band = Band::age_10_12;
  sara.devices = std::move(devices);
  household.people = {sara};
  WrittenRoom room;
  room.label = "Lab";
  room.prefix = "192.168.40.0/24"_prefix;
  household.rooms = {room};
  auto built = build_policy(household, Settings(), image_of({}, {}));
  REQUIRE(built);
  return *built;
}
std::shared_ptr<const Policy> saras_tablet() { return rules({{"tablet", {kTablet}, {"192.168.1.77"_prefix}, {}}}); }

std::string said(const NewDevice& device) { return device.mac_for_the_household_file().view(); }

}  // namespace

TEST_CASE("a device in the house whose MAC is nobody's is new, with its day and whether its address is made up") {
  NewDevices devices(HashSeed{2});
  devices.look(std::vector<Neighbour>{{"192.168.1.20"_ip, kTablet}, {"192.168.1.21"_ip, kVisitor}}, *saras_tablet(), 20000);
  devices.look(std::vector<Neighbour>{{"192.168.1.21"_ip, kVisitor}, {"fe80::a"_ip, kPrinter}}, *saras_tablet(), 20003);
  REQUIRE(devices.all().size() == 2);
  CHECK(said(devices.all()[0]) == "06:00:5e:10:00:09");
  CHECK(devices.all()[0].is_private());
  CHECK(devices.all()[0].noticed() == 20000);
  CHECK(said(devices.all()[1]) == "00:00:5e:10:00:0a");
  CHECK_FALSE(devices.all()[1].is_private());
  CHECK(devices.all()[1].noticed() == 20003);
}

TEST_CASE("a device on many addresses is one, and it is not new when one of them is somebody's or in a room") {
  NewDevices devices(HashSeed{2});
  devices.look(std::vector<Neighbour>{{"192.168.1.21"_ip, kVisitor}, {"fe80::b"_ip, kVisitor}, {"fd00::b"_ip, kVisitor}},
               *saras_tablet(), 20000);
  CHECK(devices.all().size() == 1);
  devices.look(std::vector<Neighbour>{{"fe80::b"_ip, kVisitor}, {"192.168.1.77"_ip, kVisitor}}, *saras_tablet(), 20001);
  CHECK(devices.all().empty());
  devices.look(std::vector<Neighbour>{{"fe80::a"_ip, kPrinter}, {"192.168.40.5"_ip, kPrinter}}, *saras_tablet(), 20001);
  CHECK(devices.all().empty());
}

TEST_CASE("who is outside the house is nobody's business") {
  NewDevices devices(HashSeed{2});
  devices.look(std::vector<Neighbour>{{"203.0.113.1"_ip, kVisitor}, {"2001:db8::1"_ip, kPrinter}}, *saras_tablet(), 20000);
  CHECK(devices.all().empty());
}

TEST_CASE("a device that was written down is not new any more, whether it is there or not") {
  const std::vector<Neighbour> here{{"192.168.1.21"_ip, kVisitor}};
  for (const auto& table : {here, std::vector<Neighbour>()}) {
    NewDevices devices(HashSeed{2});
    devices.look(here, *saras_tablet(), 20000);
    REQUIRE(devices.all().size() == 1);
    devices.look(table, *rules({{"phone", {kVisitor}, {}, {}}}), 20001);
    CHECK(devices.all().empty());
  }
}

TEST_CASE("a device that left stays in the list, so that the list does not tell who is at home") {
  NewDevices devices(HashSeed{2});
  devices.look(std::vector<Neighbour>{{"192.168.1.21"_ip, kVisitor}}, *saras_tablet(), 20000);
  devices.look({}, *saras_tablet(), 20009);
  REQUIRE(devices.all().size() == 1);
  CHECK(devices.all()[0].noticed() == 20000);
}

TEST_CASE("while the clock is not to be trusted there is no day; it is the first day that is known") {
  NewDevices devices(HashSeed{2});
  const std::vector<Neighbour> table{{"192.168.1.21"_ip, kVisitor}};
  devices.look(table, *saras_tablet(), std::nullopt);
  CHECK_FALSE(devices.all()[0].noticed().has_value());
  devices.look(table, *saras_tablet(), 20000);
  CHECK(devices.all()[0].noticed() == 20000);
}

TEST_CASE("invented devices do not fill memory without end, and it is said that there are more") {
  NewDevices devices(HashSeed{2});
  std::vector<Neighbour> table;
  for (std::size_t i = 0; i < NewDevices::kMost + 1; ++i) {
    const std::array<std::uint8_t, 6> mac{2, 1, 0, 0, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    table.push_back({"192.168.1.21"_ip, MacAddress::from_octets(mac)});
  }
  devices.look(std::span(table).first(NewDevices::kMost), *saras_tablet(), 20000);
  CHECK(devices.all().size() == NewDevices::kMost);
  CHECK_FALSE(devices.more());
  devices.look(table, *saras_tablet(), 20000);
  CHECK(devices.all().size() == NewDevices::kMost);
  CHECK(devices.more());
}
