// SPDX-License-Identifier: Apache-2.0
#include "app/gateway_plan.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "config/fields.h"
#include "config/yaml.h"
#include "tests/support/project_folder.h"
#include "tests/unit/policy/home.h"

namespace darban {
namespace {

using namespace test;
using gateway::Door;
using gateway::Plan;
using gateway::Treatment;
using gateway::Ways;

Settings router(std::string_view more = "") {
  const auto settings = parse_settings(
      "listen: [\"0.0.0.0:53\", \"[::]:5353\"]\ngateway: {socket: gateway.sock, interfaces: [br-lan]}\n" + std::string(more),
      "darban.yaml");
  REQUIRE(settings);
  return *settings;
}

GatewayPlan plan_for(const Household& household, const Now& now = karachi(23, 12), const Neighbours& neighbours = {},
                     const Settings& settings = router(), const BypassFile& bypass = {}) {
  return gateway_plan(*built(household, settings), settings, bypass, neighbours, now);
}

Treatment of(const Plan& plan, const MacAddress& mac) {
  for (const auto& device : plan.devices) {
    if (device.mac == mac) return device.treatment;
  }
  FAIL("no such device in the plan");
  return {};
}

Household with_bedtime() {
  Household household = family();
  household.people[0].profile.timetable.push_back({0x7f, 21 * 60, 7 * 60, Mode::bedtime, {}, {}, {}});
  return household;
}

const auto kTablet = "02:00:00:00:00:07"_mac;
const auto kLaptop = "02:00:00:00:00:08"_mac;

TEST_CASE("everybody is treated as the rules say at this minute, and the plan holds until the next edge") {
  const auto day = plan_for(with_bedtime(), karachi(23, 20));
  CHECK(of(day.plan, kTablet) == Treatment{Door::open, Ways::strict});
  CHECK(of(day.plan, kLaptop) == Treatment{Door::open, Ways::open});
  CHECK(day.until == karachi(23, 21).wall);
  const auto night = plan_for(with_bedtime(), karachi(23, 21));
  CHECK(of(night.plan, kTablet).door == Door::closed);
  CHECK(night.until == karachi(24, 7).wall);
  CHECK(plan_for(family()).until == kNever);
}

TEST_CASE("addresses and rooms of a person are places, and guests are the others") {
  Household household = family();
  household.rooms.push_back(room("Lab", "192.168.20.0/24"_prefix));
  household.guest.resolved_only = true;
  household.guest.bypass = BypassLevel::standard;
  const Plan plan = plan_for(household).plan;
  CHECK(plan.others == Treatment{Door::answered, Ways::standard});
  CHECK(plan.places.size() == 2);
}

TEST_CASE("bypass levels become ways") {
  Household household = family();
  household.people[0].profile.bypass = BypassLevel::standard;
  household.people[1].profile.bypass = BypassLevel::off;
  const Plan plan = plan_for(household).plan;
  CHECK(of(plan, kTablet).ways == Ways::standard);
  CHECK(of(plan, kLaptop).ways == Ways::open);
}

TEST_CASE("the project's own bypass file becomes resolvers and ports") {
  const auto bypass = load_bypass((project_folder() / "blocklists/bypass.yaml").string());
  REQUIRE(bypass);
  const Plan plan = plan_for(family(), karachi(23, 12), {}, router(), *bypass).plan;
  const auto has = [&](const IpPrefix& prefix) {
    return std::find(plan.resolvers.begin(), plan.resolvers.end(), prefix) != plan.resolvers.end();
  };
  CHECK(has("8.8.8.8"_prefix));
  CHECK(std::binary_search(plan.tunnels.begin(), plan.tunnels.end(), Plan::Tunnel{Plan::Tunnel::Protocol::udp, 1194}));
  CHECK(plan.resolvers.size() <= gateway::bound::kResolvers);
  CHECK(plan.tunnels.size() <= gateway::bound::kTunnels);
}

TEST_CASE("only those whose door is closed, or whose network's is, must be found") {
  const std::vector<Neighbour> here{{"192.168.1.7"_ip, kTablet}, {"fd00::7"_ip, kTablet}, {"192.168.1.8"_ip, kLaptop}};
  const Neighbours neighbours(here, HashSeed{1});
  CHECK(plan_for(with_bedtime(), karachi(23, 20), neighbours).plan.whereabouts.empty());
  const Plan night = plan_for(with_bedtime(), karachi(23, 22), neighbours).plan;
  REQUIRE(night.whereabouts.size() == 2);
  CHECK(night.whereabouts[0].mac == kTablet);
  CHECK(night.whereabouts[1].mac == kTablet);
}

TEST_CASE("the same neighbours in another order make the same plan") {
  std::vector<Neighbour> here;
  for (std::uint8_t i = 0; i < 50; ++i)
    here.push_back({IpAddress::from_v4(std::array<std::uint8_t, 4>{192, 168, 1, i}), kTablet});
  const Plan one = plan_for(with_bedtime(), karachi(23, 22), Neighbours(here, HashSeed{1})).plan;
  std::reverse(here.begin(), here.end());
  CHECK(one == plan_for(with_bedtime(), karachi(23, 22), Neighbours(here, HashSeed{2})).plan);
}

TEST_CASE("questions go to where darban answers the household, of each family") {
  const auto ports = [](std::string_view listen) {
    const auto settings =
        parse_settings("listen: " + std::string(listen) + "\ngateway: {socket: s, interfaces: [br-lan]}\n", "darban.yaml");
    REQUIRE(settings);
    const Plan plan = plan_for(family(), karachi(23, 12), {}, *settings).plan;
    return std::pair(plan.port4, plan.port6);
  };
  CHECK(ports("[\"0.0.0.0:53\", \"[::]:5353\"]") == std::pair<std::uint16_t, std::uint16_t>(53, 5353));
  CHECK(ports("[\"127.0.0.1:53\", \"192.168.1.1:5300\", \"[::1]:53\"]") == std::pair<std::uint16_t, std::uint16_t>(5300, 0));
  CHECK(ports("[\"192.168.1.1:5300\", \"0.0.0.0:54\"]") == std::pair<std::uint16_t, std::uint16_t>(54, 0));
}

TEST_CASE("settings that can not work are said in a sentence") {
  CHECK_FALSE(what_is_wrong_for_gateway(router()));
  Settings no_interface = router();
  no_interface.gateway_interfaces.clear();
  CHECK(what_is_wrong_for_gateway(no_interface)->find("gateway.interfaces") != std::string::npos);
  Settings loopback = router();
  loopback.listen = default_settings().listen;
  CHECK(what_is_wrong_for_gateway(loopback)->find("listen") != std::string::npos);
}

TEST_CASE("exceptions and the time of answers come from the settings") {
  const auto settings = parse_settings(
      "listen: [\"0.0.0.0:53\"]\ngateway: {socket: s, interfaces: [br-lan, eth0.20], exceptions: [203.0.113.0/24], answered-for: "
      "1h}\n",
      "darban.yaml");
  REQUIRE(settings);
  const Plan plan = plan_for(family(), karachi(23, 12), {}, *settings).plan;
  CHECK(plan.lan.size() == 2);
  CHECK(plan.exceptions == std::vector{"203.0.113.0/24"_prefix});
  CHECK(plan.answered_for == Seconds(3600));
}

}  // namespace
}  // namespace darban
