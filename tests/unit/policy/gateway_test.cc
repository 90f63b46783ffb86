// SPDX-License-Identifier: Apache-2.0
// What a policy says to the gateway: who is recognised by what, and which answers it must know of.
#include <doctest/doctest.h>

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

Settings with_gateway() {
  Settings settings;
  settings.gateway_socket = "gateway.sock";
  return settings;
}

Told told(const Policy& policy, std::string_view who, const Now& now) {
  const Asker asker = policy.profile_of_person(who).value_or(kGuest);
  return policy.mode_at(asker, now).told;
}

Household with_bedtime() {
  Household household = family();
  household.people[0].profile.timetable.push_back({0x7f, 21 * 60, 7 * 60, Mode::bedtime, {}, {}, {}});
  return household;
}

}  // namespace

TEST_CASE("without a gateway there is nobody to tell, and no marks are kept") {
  Household household = with_bedtime();
  household.people[0].profile.resolved_only = true;
  const auto policy = built(household);
  CHECK(told(*policy, "Ali", karachi(23, 12)) == Told::none);
  CHECK(told(*policy, "Ali", karachi(23, 22)) == Told::none);
  CHECK(policy->marks().empty());
}

TEST_CASE("resolved-only without a gateway is noted at its place") {
  Household household = family();
  household.people[0].profile.resolved_only = true;
  household.people[0].place = {7, 5};
  const auto policy = built(household);
  REQUIRE(policy->notes().size() == 1);
  CHECK(policy->notes()[0].what.find("needs gateway mode") != std::string::npos);
  CHECK(policy->notes()[0].place.line == 7);
  CHECK(built(household, with_gateway())->notes().empty());
}

TEST_CASE("vital names are told of everybody, all names behind a closed door and of resolved-only devices") {
  Household household = with_bedtime();
  household.guest.resolved_only = true;
  const auto policy = built(household, with_gateway());
  CHECK(told(*policy, "Ali", karachi(23, 12)) == Told::vital);
  CHECK(told(*policy, "Ali", karachi(23, 22)) == Told::all);
  CHECK(told(*policy, "Sara", karachi(23, 22)) == Told::vital);
  CHECK(told(*policy, "a guest", karachi(23, 12)) == Told::all);
}

TEST_CASE("without a trusted clock resolved-only holds all the same") {
  Household household = with_bedtime();
  household.people[0].profile.resolved_only = true;
  Now now = karachi(23, 22);
  now.wall_trusted = false;
  CHECK(told(*built(household, with_gateway()), "Ali", now) == Told::all);
}

TEST_CASE("a pause closes the door, and bonus time opens it") {
  const auto policy = built(with_bedtime(), with_gateway());
  const auto given = [&](GrantWhat what, const Now& now) {
    Grant grant;
    grant.who = {GrantWho::Kind::person, "Ali", {}};
    grant.what = what;
    grant.from = now.wall;
    grant.until = now.wall + Seconds(1800);
    grant.ends = now.mono + Seconds(1800);
    return policy->with_grants(std::span(&grant, 1));
  };
  CHECK(told(*given(GrantWhat::pause, karachi(23, 12)), "Ali", karachi(23, 12)) == Told::all);
  CHECK(told(*given(GrantWhat::open_all, karachi(23, 22)), "Ali", karachi(23, 22)) == Told::vital);
}

TEST_CASE("marks are all MACs, addresses and networks, each with whose it is") {
  Household household = family();
  household.rooms.push_back(room("Lab", "192.168.20.0/24"_prefix));
  const auto policy = built(household, with_gateway());
  REQUIRE(policy->marks().size() == 4);
  const auto owner_of = [&](const auto& what) {
    for (const Mark& mark : policy->marks()) {
      if (mark.of == std::variant<MacAddress, IpPrefix>(what)) return std::string(policy->who(policy->asker_of(mark).profile));
    }
    return std::string("nobody");
  };
  CHECK(owner_of("02:00:00:00:00:07"_mac) == "Ali");
  CHECK(owner_of("192.168.1.7"_prefix) == "Ali");
  CHECK(owner_of("02:00:00:00:00:08"_mac) == "Sara");
  CHECK(owner_of("192.168.20.0/24"_prefix) == "room Lab");
}
