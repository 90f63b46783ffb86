// SPDX-License-Identifier: Apache-2.0
#include "policy/build.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {
bool says(const ConfigError& error, std::string_view words) { return error.what.find(words) != std::string::npos; }
}  // namespace

TEST_CASE("a device is known by its MAC first, then its address, then its network") {
  Household household = family();
  household.people[1].devices[0].addresses = {"192.168.1.7/31"_prefix, "192.168.0.0/16"_prefix, "2001:db8::/32"_prefix};
  household.rooms.push_back(room("Lab", "192.168.20.0/24"_prefix, Band::pupil_secondary));
  const auto policy = built(household);
  const auto who = [&](const IpAddress& address, const MacAddress* mac = nullptr) {
    return policy->who(policy->asker_of(address, mac).profile);
  };
  const MacAddress laptop = "02:00:00:00:00:08"_mac;
  const MacAddress stranger = "02:00:00:00:00:99"_mac;
  CHECK(who("192.168.1.7"_ip, &laptop) == "Sara");
  CHECK(who("192.168.1.7"_ip, &stranger) == "Ali");
  CHECK(who("192.168.1.7"_ip) == "Ali");
  CHECK(who("192.168.1.6"_ip) == "Sara");
  CHECK(who("192.168.20.9"_ip) == "room Lab");
  CHECK(who("192.168.21.9"_ip) == "Sara");
  CHECK(who("2001:db8::1"_ip) == "Sara");
  CHECK(who("2001:db9::1"_ip) == "guest");
  CHECK(who("10.0.0.1"_ip) == "guest");
}

TEST_CASE("people, rooms and devices are found by the words an adult gave them") {
  Household household = family();
  household.rooms.push_back(room("Lab", "192.168.20.0/24"_prefix, Band::exam));
  const auto policy = built(household);
  REQUIRE(policy->profile_of_person("Ali"));
  CHECK(policy->profile(*policy->profile_of_person("Ali")).band == Band::age_10_12);
  REQUIRE(policy->devices_named("tablet").size() == 1);
  CHECK(policy->asker_of(policy->devices_named("tablet")[0]).profile == *policy->profile_of_person("Ali"));
  CHECK(policy->profile(*policy->profile_of_room("Lab")).allow_list);
  CHECK_FALSE(policy->profile_of_person("ali"));
  CHECK(policy->devices_named("phone").empty());
  CHECK_FALSE(policy->profile_of_room("Ali"));
}

TEST_CASE("one device of two people is refused at the second") {
  Household household = family();
  household.people[1].devices[0].macs.push_back("02:00:00:00:00:07"_mac);
  const ConfigError error = refused(household);
  CHECK(error.file == "household.yaml");
  CHECK(error.place.line == 30);
  CHECK(says(error, "the device 'laptop' has a MAC address that belongs to 'Ali' already"));

  household = family();
  household.people[1].devices[0].addresses.push_back("192.168.1.7"_prefix);
  CHECK(says(refused(household), "has an address that belongs to 'Ali' already"));
}

TEST_CASE("the same mark twice with one person is no quarrel") {
  Household household = family();
  household.people[0].devices.push_back({"tablet again", {"02:00:00:00:00:07"_mac}, {}, {}});
  CHECK(built(household)->profiles() == 3);
}

TEST_CASE("two rooms with one network are refused at the second") {
  Household household = family();
  household.rooms = {room("A", "10.1.0.0/24"_prefix, Band::staff, {50, 3}),
                     room("B", "10.1.0.9/24"_prefix, Band::staff, {60, 3})};
  const ConfigError error = refused(household);
  CHECK(error.place.line == 60);
  CHECK(says(error, "'B'"));
  CHECK(says(error, "'room A'"));
}

TEST_CASE("an unknown category is refused with the word that was meant") {
  Household household = family();
  household.people[0].profile.close = {{"gamblng", {12, 14}}};
  const ConfigError error = refused(household);
  CHECK(error.place.line == 12);
  CHECK(error.place.column == 14);
  CHECK(says(error, "did you mean 'gambling'?"));
  household.people[0].profile.close = {{"yuotube", {}}};
  CHECK(says(refused(household), "did you mean 'youtube'?"));
  household.people[0].profile.close = {{"knitting", {}}};
  CHECK(says(refused(household), "darban lists stats"));
}

TEST_CASE("an unknown word is refused wherever it stands") {
  const auto with = [](auto edit) {
    Household household = family();
    edit(household.people[0].profile);
    return refused(household);
  };
  const std::vector<WrittenKey> unknown{{"knitting", {7, 1}}};
  CHECK(with([&](WrittenProfile& profile) { profile.open = unknown; }).place.line == 7);
  CHECK(with([&](WrittenProfile& profile) { profile.open_doors = unknown; }).place.line == 7);
  CHECK(with([&](WrittenProfile& profile) { profile.timetable = {window(kDaily, 1, 2, Mode::free, unknown)}; }).place.line == 7);
  Household guest = family();
  guest.guest.close = unknown;
  CHECK(refused(guest).place.line == 7);
  Household school = family();
  school.rooms.push_back(room("A", "10.0.0.0/8"_prefix));
  school.rooms[0].profile.close = unknown;
  CHECK(refused(school).place.line == 7);
}

TEST_CASE("a topic that the lists do not have yet is a note, not an error") {
  Household household = family();
  household.people[0].profile.close = {{"weapons", {9, 1}}};
  const auto policy = built(household);
  REQUIRE(policy->notes().size() == 1);
  CHECK(policy->notes()[0].place.line == 9);
}

TEST_CASE("before the first lists arrive every word is believed and a note says that nothing is closed") {
  Household household = family();
  household.people[0].profile.close = {{"gambling", {}}, {"service:youtube", {}}};
  const auto policy = build_policy(household, {}, Image::empty());
  REQUIRE(policy);
  REQUIRE((*policy)->notes().size() == 1);
  CHECK((*policy)->notes()[0].what.find("no lists yet") != std::string::npos);
  CHECK(open(verdict(**policy, "Ali", "casino.example"_name)));
}

TEST_CASE("a rule that is no name is refused with its place") {
  for (const char* text : {"", ".", "*", "*.", "a..b", "b\xc3\x28.example", "exa mple.com", "a.example/path"}) {
    CAPTURE(text);
    Household household = family();
    household.people[1].profile.block = {{text, {33, 9}}};
    const ConfigError error = refused(household);
    CHECK(error.place.line == 33);
    CHECK(says(error, "is not a domain name"));
  }
}

TEST_CASE("every list of names is looked at") {
  const WrittenDomain wrong{"a..b", {3, 4}};
  const auto place_of = [](const Household& household) { return refused(household).place.line; };
  Household household = family();
  household.allow = {wrong};
  CHECK(place_of(household) == 3);
  household = family();
  household.block = {wrong};
  CHECK(place_of(household) == 3);
  household = family();
  household.never_block = {wrong};
  CHECK(place_of(household) == 3);
  household = family();
  household.people[0].profile.allow = {wrong};
  CHECK(place_of(household) == 3);
  household = family();
  household.people[0].profile.open_door_names = {wrong};
  CHECK(place_of(household) == 3);
  Settings settings;
  settings.private_answers_for = {"a..b"};
  const ConfigError error = refused(family(), settings);
  CHECK(error.file.empty());
  CHECK(says(error, "private-answers-for: 'a..b' is not a domain name"));
}

TEST_CASE("a block of a vital name is noted and closes nothing") {
  Household household = family();
  household.people[0].profile.block = {{"childline.org.uk", {21, 3}}, {"uk", {}}};
  const auto policy = built(household);
  REQUIRE(policy->notes().size() == 1);
  CHECK(policy->notes()[0].place.line == 21);
}

TEST_CASE("a zone nobody knows is refused with its place") {
  Household household = family();
  household.zone = "Asia/Karachy";
  household.zone_place = {2, 7};
  const ConfigError error = refused(household);
  CHECK(error.place.line == 2);
  CHECK(says(error, "'Asia/Karachy'"));
  CHECK(says(error, "PKT-5"));
}

TEST_CASE("a POSIX rule serves where there are no zone files") {
  Household household = family();
  household.zone = "PKT-5";
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime)};
  CHECK(verdict(*built(household), "Ali", "news.example"_name, karachi(23, 21)).step == Step::time);
}

TEST_CASE("windows that can not be are refused, overlapping ones are not") {
  const auto with = [](const Window& wrong) {
    Household household = family();
    household.people[0].profile.timetable = {wrong};
    return refused(household);
  };
  CHECK(says(with({0, 60, 120, Mode::off, {}, {}}), "a day"));
  CHECK(says(with({1, 1440, 120, Mode::off, {}, {}}), "23:59"));
  CHECK(says(with({1, 60, 1441, Mode::off, {}, {}}), "24:00"));
  Household household = family();
  household.people[0].profile.timetable = {window(kDaily, 9, 12, Mode::school), window(kDaily, 10, 13, Mode::homework)};
  CHECK(built(household)->profile(*built(household)->profile_of_person("Ali")).timetable >= 0);
}

TEST_CASE("the time a closed answer lives is one to 300 seconds") {
  for (const std::uint32_t seconds : {0U, 301U}) {
    Household household = family();
    household.people[0].profile.blocked_ttl = seconds;
    CHECK(says(refused(household), "1 to 300"));
  }
  Household household = family();
  household.people[0].profile.blocked_ttl = 300;
  const auto policy = built(household);
  CHECK(policy->profile(*policy->profile_of_person("Ali")).blocked_ttl == 300);
  CHECK(policy->profile(kGuest).blocked_ttl == 10);
}

TEST_CASE("who may ask is the house unless the settings say otherwise") {
  const auto house = built(family());
  for (const auto& address :
       {"127.0.0.1"_ip, "192.168.1.1"_ip, "10.1.1.1"_ip, "172.31.0.1"_ip, "fd00::1"_ip, "fe80::1"_ip, "::1"_ip})
    CHECK(house->may_ask(address));
  for (const auto& address : {"8.8.8.8"_ip, "172.32.0.1"_ip, "2001:db8::1"_ip}) CHECK_FALSE(house->may_ask(address));
  Settings settings;
  settings.allow_from = {"203.0.113.0/24"_prefix};
  const auto wider = built(family(), settings);
  CHECK(wider->may_ask("203.0.113.9"_ip));
  CHECK_FALSE(wider->may_ask("192.168.1.1"_ip));
}

TEST_CASE("answers may be private for the names the settings list, and below them") {
  Settings settings;
  settings.private_answers_for = {"plex.direct"};
  const auto policy = built(family(), settings);
  CHECK(facts(*policy, "1-2-3-4.abc.plex.direct"_name).may_be_private);
  CHECK_FALSE(facts(*policy, "direct"_name).may_be_private);
  CHECK_FALSE(facts(*policy, "example.com"_name).may_be_private);
}

TEST_CASE("ten thousand devices and their rules are told apart") {
  Household household = family();
  for (std::uint32_t i = 0; i < 10000; ++i) {
    const std::array<std::uint8_t, 6> mac{2, 0, 0, 1, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    WrittenPerson person;
    person.name = "person " + std::to_string(i);
    person.profile.band = Band::pupil_secondary;
    person.profile.block = {{"site" + std::to_string(i) + ".example", {}}, {"everyone.example", {}}};
    person.profile.timetable = {window(kSchoolNights, 21, 7, Mode::bedtime), window(kDaily, 8, 14, Mode::school)};
    const std::string text = "10.20." + std::to_string(i >> 8) + "." + std::to_string(i & 0xff);
    person.devices.push_back({"device", {MacAddress::from_octets(mac)}, {*IpPrefix::from_text(text)}, {}});
    household.people.push_back(person);
  }
  const auto policy = built(household);
  CHECK(policy->profiles() == 10003);
  for (const std::uint32_t i : {0U, 1U, 4711U, 9999U}) {
    const std::array<std::uint8_t, 4> octets{10, 20, static_cast<std::uint8_t>(i >> 8), static_cast<std::uint8_t>(i)};
    const std::string name = "person " + std::to_string(i);
    CHECK(policy->who(policy->asker_of(IpAddress::from_v4(octets), nullptr).profile) == name);
    CHECK_FALSE(open(verdict(*policy, name, *Name::from_text("site" + std::to_string(i) + ".example"))));
    CHECK_FALSE(open(verdict(*policy, name, "www.everyone.example"_name)));
    CHECK(open(verdict(*policy, name, *Name::from_text("site" + std::to_string(i + 1) + ".example"))));
  }
}

TEST_CASE("more people than there are numbers for them is an error, not a mixture") {
  Household household = family();
  WrittenPerson person;
  person.place = {99, 1};
  household.people.resize(65536, person);
  CHECK(says(refused(household), "65,535"));
  household.people.resize(65535);
  CHECK(built(household)->profiles() == 65536);
}
