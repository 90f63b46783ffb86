// SPDX-License-Identifier: Apache-2.0
#include "app/devices_report.h"

#include <doctest/doctest.h>

#include "policy/build.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr std::int64_t kFriday = 20784;  // 2026-11-27
constexpr std::size_t kRoom = 65536;

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A visitor since Tuesday with an address of its own making, a printer since Friday; Sara with three devices, Amna with none.
struct House {
  NewDevices devices{HashSeed{2}};
  std::vector<ListedPerson> people{{"Sara", {{"tablet", 1, 1}, {"console", 2, 1}, {"desk", 0, 0}, {"school laptop", 1, 0}}},
                                   {"Amna", {}}};

  House() {
    const auto nobody_named = build_policy(Household(), Settings(), image_of({}, {}));
    REQUIRE(nobody_named);
    devices.look(std::vector<Neighbour>{{"192.168.1.21"_ip, "06:00:5e:10:00:09"_mac}}, **nobody_named, kFriday - 3);
    devices.look(std::vector<Neighbour>{{"192.168.1.22"_ip, "00:00:5e:10:00:0a"_mac}}, **nobody_named, kFriday);
  }
  DeviceFacts facts() const { return {kFriday, devices.all(), devices.more(), people, "/etc/darban/household.yaml"}; }
};

}  // namespace

TEST_CASE("new devices are listed with what an adult writes down, the day and no hour") {
  const std::string text = devices_text(House().facts(), kRoom);
  CHECK(has(text, "  06:00:5e:10:00:09 since Tuesday, private address\n"));
  CHECK(has(text, "  00:00:5e:10:00:0a since today\n"));
  CHECK(has(text, "they have the guests' rules"));
  CHECK(has(text, R"(  - {label: phone, mac: "06:00:5e:10:00:09"})"));
  CHECK(has(text, "/etc/darban/household.yaml"));
  CHECK(has(text, "A private address is one that the device made up itself"));
}

TEST_CASE("everybody's devices are listed by their labels, private addresses marked, and no address shown") {
  const std::string text = devices_text(House().facts(), kRoom);
  CHECK(has(text, "\nSara\n  tablet        private address\n"));
  CHECK(has(text, "  console       1 of its 2 addresses are private\n"));
  CHECK(has(text, "  desk          known by where it is in the network\n"));
  CHECK(has(text, "  school laptop\n"));
  CHECK(has(text, "\nAmna\n  no devices\n"));
}

TEST_CASE("without new devices and private addresses nothing is said of them") {
  House house;
  DeviceFacts facts = house.facts();
  facts.new_devices = {};
  house.people = {{"Amna", {{"phone", 1, 0}}}};
  facts.people = house.people;
  const std::string text = devices_text(facts, kRoom);
  CHECK(has(text, "New devices: none."));
  CHECK_FALSE(has(text, "private"));
}

TEST_CASE("the JSON says the same") {
  const std::string json = devices_json(House().facts(), kRoom);
  CHECK(has(json, R"({"mac":"06:00:5e:10:00:09","since":"2026-11-24","private_address":true})"));
  CHECK(has(json, R"({"mac":"00:00:5e:10:00:0a","since":"2026-11-27","private_address":false})"));
  CHECK(has(json, R"({"name":"Sara","devices":[{"label":"tablet","addresses":1,"private_addresses":1})"));
  CHECK(has(json, R"("left_out":0)"));
}

TEST_CASE("ten thousand devices are cut to what fits, whole lines, and the rest is counted") {
  House house;
  house.people = {{"Sara", {}}, {"Amna", {}}};
  for (int i = 0; i < 10000; ++i)
    house.people[static_cast<std::size_t>(i % 2)].devices.push_back({"device " + std::to_string(i), 1, 0});
  const std::string text = devices_text(house.facts(), kRoom);
  CHECK(text.size() <= kRoom);
  CHECK(has(text, " devices more in /etc/darban/household.yaml\n"));
  CHECK(has(text, "06:00:5e:10:00:09"));
  const std::string json = devices_json(house.facts(), kRoom);
  CHECK(json.size() <= kRoom);
  CHECK(json.ends_with("}\n"));
  CHECK_FALSE(has(json, R"("left_out":0)"));
}

TEST_CASE("the day is told as people say it") {
  House house;
  const auto said = [&](std::optional<std::int64_t> today) {
    return new_devices_text(count_of(house.devices.all(), false), today);
  };
  CHECK(said(kFriday) ==
        "2 new devices since Tuesday, 1 with a private address: they have the guests' rules; `darban devices` lists them");
  CHECK(has(said(kFriday - 3), "since today"));
  CHECK(has(said(kFriday - 2), "since yesterday"));
  CHECK(has(said(kFriday + 3), "since Tuesday"));
  CHECK(has(said(kFriday + 4), "since 2026-11-24"));
  CHECK(has(said(std::nullopt), "since 2026-11-24"));
  const auto one = house.devices.all().last(1);
  CHECK(new_devices_text(count_of(one, false), kFriday) ==
        "1 new device since today: it has the guests' rules; `darban devices` lists it");
  CHECK(new_devices_text(count_of(house.devices.all(), true), kFriday).starts_with("more than 2 new devices"));
}
