// SPDX-License-Identifier: Apache-2.0
// Who is meant by the words an adult typed.
#include "policy/grant_people.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

Household house() {
  Household household = family();
  household.people[0].devices.push_back({"phone", {"02:00:00:00:00:09"_mac}, {}, {21, 5}});
  household.people[1].devices.push_back({"phone", {"02:00:00:00:00:10"_mac}, {}, {31, 5}});
  household.rooms.push_back(room("Lab 2", "192.168.20.0/24"_prefix, Band::pupil_secondary));
  return household;
}

std::string found(std::string_view typed, const Household& household = house()) {
  const auto policy = built(household);
  const auto who = GrantPeople(*policy).find(typed);
  return who ? words_of(*who) : "nobody";
}

GrantRefusal refused(std::string_view typed) {
  const auto policy = built(house());
  const auto who = GrantPeople(*policy).find(typed);
  REQUIRE_FALSE(who);
  return who.error();
}

}  // namespace

TEST_CASE("people, rooms, devices, guests and everyone are found by the words an adult gave them") {
  CHECK(found("Ali") == "Ali");
  CHECK(found("Lab 2") == "Lab 2");
  CHECK(found("room Lab 2") == "Lab 2");
  CHECK(found("guest") == "guest");
  CHECK(found("guests") == "guest");
  CHECK(found("everyone") == "everyone");
  CHECK(found("everybody") == "everyone");
  CHECK(found("Ali/tablet") == "Ali/tablet");
  CHECK(found("tablet") == "Ali/tablet");
  CHECK(found("Sara/phone") == "Sara/phone");
}

TEST_CASE("in another case is found too, but what is written exactly goes first") {
  CHECK(found("ali") == "Ali");
  CHECK(found("LAB 2") == "Lab 2");
  CHECK(found("ali/Tablet") == "Ali/tablet");
  CHECK(found("Everyone") == "everyone");
  Household household = house();
  household.people.push_back(household.people[0]);
  household.people.back().name = "ali";
  household.people.back().devices.clear();
  CHECK(found("ali", household) == "ali");
  CHECK(found("Ali", household) == "Ali");
  CHECK(found("ALI", household) == "nobody");  // two of them: neither
}

TEST_CASE("a label that several devices have is answered with the choices") {
  const GrantRefusal refusal = refused("phone");
  CHECK(refusal.fault == GrantFault::ambiguous_who);
  CHECK(refusal.choices == std::vector<std::string>{"Ali/phone", "Sara/phone"});
  CHECK(refusal.is_misunderstanding());
}

TEST_CASE("a person goes before a device of that name") {
  Household household = house();
  household.people[1].devices[0].label = "Ali";
  CHECK(found("Ali", household) == "Ali");
  CHECK(found("Sara/Ali", household) == "Sara/Ali");
}

TEST_CASE("a slip of the pen is answered with who may be meant, and a stranger's name with everybody") {
  CHECK(refused("Alli").fault == GrantFault::unknown_who);
  CHECK(refused("Alli").choices == std::vector<std::string>{"Ali"});
  CHECK(refused("Lab").choices.size() > 3);
  CHECK(refused("Bartholomew").choices.size() > 3);
  CHECK(refused("").fault == GrantFault::unknown_who);
  CHECK(refused("room Ali").fault == GrantFault::unknown_who);
}

TEST_CASE("who asks is whose rules count; everyone is nobody in particular") {
  const auto policy = built(house());
  const GrantPeople people(*policy);
  CHECK(people.asker_of(*people.find("Ali"))->profile == *policy->profile_of_person("Ali"));
  CHECK(people.asker_of(*people.find("tablet"))->profile == *policy->profile_of_person("Ali"));
  CHECK(people.asker_of(*people.find("guest"))->profile == kGuest);
  CHECK_FALSE(people.asker_of(GrantWho{}));
  CHECK_FALSE(people.asker_of({GrantWho::Kind::person, "Omar", {}}));
  CHECK_FALSE(people.asker_of({GrantWho::Kind::device, "tablet", "Sara"}));
}

TEST_CASE("what reaches a device concerns its person, and the other way round; a brother is not concerned") {
  const GrantWho ali{GrantWho::Kind::person, "Ali", {}};
  const GrantWho sara{GrantWho::Kind::person, "Sara", {}};
  const GrantWho tablet{GrantWho::Kind::device, "tablet", "Ali"};
  const GrantWho phone{GrantWho::Kind::device, "phone", "Ali"};
  CHECK(concerns(GrantWho{}, ali));
  CHECK(concerns(ali, tablet));
  CHECK(concerns(tablet, ali));
  CHECK(concerns(tablet, tablet));
  CHECK_FALSE(concerns(tablet, phone));
  CHECK_FALSE(concerns(ali, sara));
  CHECK_FALSE(concerns(sara, tablet));
}
