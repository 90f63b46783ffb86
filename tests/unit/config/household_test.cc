// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

Household household_of(const std::string& text) {
  const auto household = parse_household(text, "f.yaml");
  REQUIRE_MESSAGE(household.has_value(), said(household));
  return *household;
}

WrittenProfile guest_of(const std::string& members) { return household_of("zone: UTC\nguest: {" + members + "}\n").guest; }
std::string guest_said(const std::string& members) { return household_said("zone: UTC\nguest: {" + members + "}\n"); }

std::vector<std::string> texts_of(const std::vector<WrittenKey>& keys) {
  std::vector<std::string> texts;
  for (const auto& key : keys) texts.push_back(key.key);
  return texts;
}

std::vector<std::string> texts_of(const std::vector<WrittenDomain>& names) {
  std::vector<std::string> texts;
  for (const auto& name : names) texts.push_back(name.name);
  return texts;
}

using Texts = std::vector<std::string>;

}  // namespace

TEST_CASE("a family as a parent writes it is read whole") {
  const auto household = household_of(R"(
zone: Asia/Karachi
people:
  - name: Ali
    band: 10-12
    devices:
      - {label: tablet, mac: "02:00:5e:10:00:01", address: 192.168.1.20}
      - {label: laptop, mac: ["02:00:5e:10:00:02", "02-00-5E-10-00-03"], address: ["192.168.1.21", "fd00::/64"]}
    close: [gaming]
    open: [social]
    open-doors: [learning]
    open-door-names: [weather.example]
    allow: [school.example]
    block: [x.example]
    timetable:
      - {days: mon-thu, start: "21:00", end: "06:30", mode: bedtime}
      - {days: [fri, sat], start: 16:00, end: 18:00, mode: homework, services: [youtube]}
    answer: nxdomain
    bypass: strict
    blocked-ttl: 30
    allow-list: true
rooms:
  - {label: Lab 2, prefix: 192.168.20.0/24, band: pupil-secondary}
guest: {band: guest, close: social}
allow: [a.example]
block: [b.example]
never-block: [c.example]
)");
  CHECK(household.file == "f.yaml");
  CHECK(household.zone == "Asia/Karachi");
  CHECK(household.zone_place.line == 2);
  REQUIRE(household.people.size() == 1);
  const auto& ali = household.people[0];
  CHECK(ali.name == "Ali");
  CHECK(ali.place.line == 4);
  REQUIRE(ali.devices.size() == 2);
  CHECK(ali.devices[0].label == "tablet");
  CHECK(ali.devices[0].macs[0].mac == *MacAddress::from_text("02:00:5e:10:00:01"));
  CHECK(ali.devices[0].macs[0].written == "02:00:5e:10:00:01");
  CHECK(ali.devices[0].addresses[0].prefix == *IpPrefix::from_text("192.168.1.20"));
  CHECK(ali.devices[1].macs.size() == 2);
  CHECK(ali.devices[1].addresses[1].prefix == *IpPrefix::from_text("fd00::/64"));
  CHECK(ali.devices[1].addresses[1].written == "fd00::/64");
  CHECK(ali.devices[1].place.line == 8);
  const auto& rules = ali.profile;
  CHECK(rules.band == Band::age_10_12);
  CHECK(texts_of(rules.close) == Texts{"gaming"});
  CHECK(texts_of(rules.open) == Texts{"social"});
  CHECK(texts_of(rules.open_doors) == Texts{"learning"});
  CHECK(texts_of(rules.open_door_names) == Texts{"weather.example"});
  CHECK(texts_of(rules.allow) == Texts{"school.example"});
  CHECK(texts_of(rules.block) == Texts{"x.example"});
  CHECK(rules.answer == AnswerMode::nxdomain);
  CHECK(rules.bypass == BypassLevel::strict);
  CHECK(rules.blocked_ttl == 30u);
  CHECK(rules.allow_list);
  REQUIRE(rules.timetable.size() == 2);
  CHECK(rules.timetable[0].days == 0x0f);
  CHECK(rules.timetable[0].start == 1260);
  CHECK(rules.timetable[0].end == 390);
  CHECK(rules.timetable[0].mode == Mode::bedtime);
  CHECK(rules.timetable[0].place.line == 16);
  CHECK(rules.timetable[1].days == 0x30);
  CHECK(rules.timetable[1].start == 960);
  CHECK(texts_of(rules.timetable[1].services) == Texts{"youtube"});
  REQUIRE(household.rooms.size() == 1);
  CHECK(household.rooms[0].label == "Lab 2");
  CHECK(household.rooms[0].profile.band == Band::pupil_secondary);
  CHECK(texts_of(household.guest.close) == Texts{"social"});
  CHECK(texts_of(household.allow) == Texts{"a.example"});
  CHECK(texts_of(household.block) == Texts{"b.example"});
  CHECK(texts_of(household.never_block) == Texts{"c.example"});
}

TEST_CASE("what is not written is absent, so that the band's own defaults hold") {
  const auto household = household_of("people: [{name: Ali, band: adult}]\n");
  CHECK(household.guest.band == Band::guest);
  const auto& rules = household.people[0].profile;
  CHECK_FALSE(rules.answer);
  CHECK_FALSE(rules.bypass);
  CHECK_FALSE(rules.blocked_ttl);
  CHECK_FALSE(rules.allow_list);
}

TEST_CASE("words that YAML makes something else of stay what the parent wrote") {
  CHECK(guest_of("answer: null").answer == AnswerMode::null);
  CHECK(guest_of("answer: \"null\"").answer == AnswerMode::null);
  CHECK(guest_of("answer: ~").answer == AnswerMode::null);
  CHECK(guest_of("bypass: off").bypass == BypassLevel::off);
  CHECK(guest_of("block: [no, on.example]").block[0].name == "no");
  CHECK(guest_of("timetable: [{days: mon, start: 21:00, end: 6:30, mode: off}]").timetable[0].mode == Mode::off);
  CHECK(guest_of("allow-list: no").allow_list == false);
  CHECK(guest_of("allow-list: on").allow_list);
  CHECK(guest_of("resolved-only: true").resolved_only);
  CHECK_FALSE(guest_of("allow-list: on").resolved_only);
  CHECK(guest_of("band: 10-12").band == Band::age_10_12);
}

TEST_CASE("every word for a band, a mode, an answer and a level is understood") {
  for (const char* word :
       {"under-10", "10-12", "13-15", "16-17", "adult", "guest", "things", "pupil-primary", "pupil-secondary", "staff", "exam"}) {
    CHECK(text_of(guest_of(std::string("band: ") + word).band).view() == word);
  }
  for (const char* word : {"free", "homework", "school", "bedtime", "off"}) {
    const auto window = std::string("timetable: [{days: daily, start: 1:00, end: 2:00, mode: ") + word + "}]";
    CHECK(text_of(guest_of(window).timetable[0].mode).view() == word);
  }
  for (const char* word : {"null", "nxdomain", "refused"})
    CHECK(text_of(*guest_of(std::string("answer: ") + word).answer).view() == word);
  for (const char* word : {"off", "standard", "strict"})
    CHECK(text_of(*guest_of(std::string("bypass: ") + word).bypass).view() == word);
}

TEST_CASE("a list may be one word, words with commas, or lines; each word knows its place") {
  const Texts both{"gaming", "social"};
  CHECK(texts_of(guest_of("close: [gaming, social]").close) == both);
  CHECK(texts_of(guest_of("close: \"gaming, social\"").close) == both);
  const auto lines = household_of("guest:\n  close:\n    - gaming\n    - social\n  block: a.example, b.example\n");
  CHECK(texts_of(lines.guest.close) == both);
  CHECK(lines.guest.close[1].place.line == 4);
  CHECK(lines.guest.close[1].place.column == 7);
  CHECK(lines.guest.block[1].place.column == 21);
  CHECK(guest_of("close: []").close.empty());
  CHECK(household_of("guest:\n  close:\n  band: guest\n").guest.close.empty());
}

TEST_CASE("a window for the whole day is written with equal times or up to 24:00") {
  for (const char* times : {"start: 00:00, end: 24:00", "start: 00:00, end: 00:00"}) {
    const auto window = guest_of("timetable: [{days: daily, mode: off, " + std::string(times) + "}]").timetable[0];
    CHECK(window.days == 0x7f);
    CHECK(window.start == 0);
    CHECK(window.end == 1440);
  }
  const auto equal = guest_of("timetable: [{days: daily, mode: off, start: 21:00, end: 21:00}]").timetable[0];
  CHECK(equal.start == equal.end);
}

TEST_CASE("a wrong time, day or mode is refused with what would be right") {
  CHECK(contains(guest_said("timetable: [{days: mon, start: 21:60, end: 6:30, mode: off}]"),
                 ":40: '21:60' is not a time of day; write 00:00 to 24:00"));
  CHECK(contains(guest_said("timetable: [{days: mon-tomorrow, start: 1:00, end: 2:00, mode: off}]"),
                 "'mon-tomorrow' is not a day; write mon"));
  CHECK(contains(guest_said("timetable: [{days: mon, start: 1:00, end: 2:00, mode: sleep}]"),
                 "'sleep' is not a mode; write one of: free, homework, school, bedtime, off"));
  CHECK(contains(guest_said("timetable: [{days: mon, start: 1:00, mode: off}]"), "a window needs 'end'"));
  CHECK(contains(guest_said("timetable: [{days: [], start: 1:00, end: 2:00, mode: off}]"), "at least one day belongs here"));
  CHECK(contains(guest_said("timetable: {days: mon}"),
                 "a list belongs here (a window on each line that starts with '- '), not keys with values"));
}

TEST_CASE("a country is chosen by its letters, and nobody guesses one") {
  CHECK(household_of("zone: UTC\n").country.empty());
  for (const char* country : {"PK", "PK-PB", "EU", "NO"})
    CHECK(household_of("zone: UTC\ncountry: " + std::string(country) + "\n").country == country);
  for (const char* wrong : {"pk", "Pakistan", "any", "PK-", "PK-LONG", "P"})
    CHECK(contains(household_said("zone: UTC\ncountry: " + std::string(wrong) + "\n"), "is not a country; write its two letters as PK"));
}

TEST_CASE("a timetable without a zone is refused: a bedtime in the wrong zone looks as if it worked") {
  CHECK(household_said("guest:\n  timetable:\n    - {days: mon, start: 1:00, end: 2:00, mode: off}\n") ==
        "f.yaml:3:7: a timetable needs 'zone' at the top of the file, such as Asia/Karachi");
}

TEST_CASE("a person and a room need what makes them one") {
  CHECK(household_said("people:\n  - band: adult\n") == "f.yaml:2:5: a person needs 'name'");
  CHECK(household_said("people:\n  - name: Ali\n") == "f.yaml:2:5: a person needs 'band'");
  CHECK(household_said("rooms:\n  - {label: x, band: staff}\n") == "f.yaml:2:5: a room needs 'prefix'");
  CHECK(contains(household_said("people:\n  - name: ''\n    band: adult\n"), "f.yaml:2:11: a name belongs here, not nothing"));
  CHECK(contains(household_said("people: [{name: A, band: kid}]\n"), "'kid' is not an age band; write one of: under-10, 10-12"));
  CHECK(contains(household_said("people:\n  name: Ali\n"), "a list belongs here (a person on each line that starts with '- ')"));
  CHECK(contains(household_said("people: [Ali]\n"), "a person needs keys with values"));
}

TEST_CASE("a device that nobody can recognise is refused, and so are wrong addresses") {
  const auto device_said = [](const std::string& members) {
    return household_said("people: [{name: A, band: adult, devices: [{" + members + "}]}]\n");
  };
  CHECK(contains(device_said("label: x"), "a device needs 'mac' or 'address'"));
  CHECK(contains(device_said("mac: \"02:00:00:00:00:01\""), "a device needs 'label'"));
  CHECK(contains(device_said("label: x, mac: \"02:00:00:00:00\""), "'02:00:00:00:00' is not a MAC address"));
  CHECK(contains(device_said("label: x, address: 192.168.1"), "'192.168.1' is not an address"));
  CHECK(contains(device_said("label: x, adress: 192.168.1.1"), "unknown key 'adress' in a device: did you mean 'address'?"));
}

TEST_CASE("two people or rooms with one name are refused at the second") {
  CHECK(household_said("people:\n  - {name: A, band: adult}\n  - {name: B, band: adult}\n  - {name: A, band: adult}\n") ==
        "f.yaml:4:5: the name 'A' is taken; give this one another");
  CHECK(contains(household_said("people: [{name: Lab, band: adult}]\nrooms: [{label: Lab, prefix: 10.0.0.0/8, band: staff}]\n"),
                 "is taken"));
}

TEST_CASE("what a parent copies from the address bar is refused with what to write") {
  CHECK(contains(guest_said("block: [\"https://games.example/play\"]"),
                 "is not a domain name; write only the name, such as games.example"));
  CHECK(contains(guest_said("block: games example"), "is not a domain name"));
  CHECK(contains(guest_said("block: [\"\"]"), "a domain name belongs here, not nothing"));
  CHECK(contains(guest_said("block: \"a.example,,b.example\""), "a domain name belongs here, not nothing"));
  CHECK(contains(guest_said("block: \"*\""), "would mean every name there is; use 'allow-list: true'"));
  CHECK(guest_of("block: \"*.games.example\"").block[0].name == "*.games.example");
}

TEST_CASE("closing and opening the same category is refused") {
  CHECK(contains(guest_said("close: [gaming, social], open: [social]"), "'social' stands under 'close' and under 'open'"));
}

TEST_CASE("the blocked TTL is 1 to 300 seconds") {
  CHECK(guest_of("blocked-ttl: 1").blocked_ttl == 1u);
  CHECK(guest_of("blocked-ttl: 300").blocked_ttl == 300u);
  CHECK(contains(guest_said("blocked-ttl: 301"), "write a whole number from 1 to 300"));
  CHECK(contains(guest_said("blocked-ttl: 0"), "out of range"));
}

TEST_CASE("an empty household file is refused: it is more likely a lost one than a family without rules") {
  for (const char* text : {"", "# nothing\n", "---\n"})
    CHECK(household_said(text) == "f.yaml: the file says nothing; it needs at least 'zone' or 'people'");
  CHECK(household_said("zone: UTC\n") == "accepted");
  CHECK(household_said("guest:\n") == "accepted");
}

TEST_CASE("a window says what it opens, and not the same as what it closes") {
  const auto guest = guest_of("timetable: [{days: mon, start: '17:00', end: '18:00', mode: free, open: service:roblox}]");
  REQUIRE(guest.timetable.size() == 1);
  REQUIRE(guest.timetable[0].open.size() == 1);
  CHECK(guest.timetable[0].open[0].key == "service:roblox");
  CHECK(contains(guest_said("timetable: [{days: mon, start: '17:00', end: '18:00', mode: free, services: [a], open: [a]}]"),
                 "stands under 'services' and under 'open'; keep one of them"));
}
