// SPDX-License-Identifier: Apache-2.0
#include "config/household_changes.h"

#include <doctest/doctest.h>

#include <string>

#include "config/household_writer.h"
#include "config/yaml.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

Household household(const std::string& text) {
  auto read = parse_household(text, "f.yaml");
  REQUIRE_MESSAGE(read.has_value(), (read ? "" : read.error().what));
  return std::move(*read);
}

using Changes = std::vector<HouseholdChange>;

Changes changes(const std::string& was, const std::string& became) { return changes_between(household(was), household(became)); }

const std::string kAli =
    "zone: UTC\n"
    "people:\n"
    "  - name: Ali\n"
    "    band: 10-12\n"
    "    devices: [{label: tablet, mac: \"02:00:5e:10:00:01\"}]\n"
    "    close: [gaming]\n"
    "    timetable: [{days: sun-thu, start: \"21:00\", end: \"06:30\", mode: bedtime}]\n";

std::string with(std::string text, const std::string& what, const std::string& instead) {
  const auto at = text.find(what);
  REQUIRE(at != std::string::npos);
  return text.replace(at, what.size(), instead);
}

}  // namespace

TEST_CASE("the same household has no changes, in whatever order it is written") {
  CHECK(changes(kAli, kAli).empty());
  CHECK(changes(kAli + "block: [a.example, b.example]\n", kAli + "block: [b.example, a.example]\n").empty());
}

TEST_CASE("what concerns a person says so, and what concerns everybody says nobody") {
  CHECK(changes(kAli, with(kAli, "10-12", "13-15")) == Changes{{"Ali", "band", "10-12", "13-15"}});
  CHECK(changes(kAli, kAli + "block: [a.example]\n") == Changes{{"", "block", "", "a.example"}});
}

TEST_CASE("of a list, what was added and what was taken out are told apart") {
  CHECK(changes(kAli, with(kAli, "[gaming]", "[messaging]")) ==
        Changes{{"Ali", "close", "gaming", ""}, {"Ali", "close", "", "messaging"}});
  CHECK(changes(kAli, with(kAli, "[gaming]", "[gaming, messaging]")) == Changes{{"Ali", "close", "", "messaging"}});
}

TEST_CASE("a window of the timetable is one item of a list") {
  CHECK(changes(kAli, with(kAli, "21:00", "20:30")) ==
        Changes{{"Ali", "timetable", "{days: sun-thu, start: \"21:00\", end: \"06:30\", mode: bedtime}", ""},
                {"Ali", "timetable", "", "{days: sun-thu, start: \"20:30\", end: \"06:30\", mode: bedtime}"}});
}

TEST_CASE("somebody who comes brings their rules; somebody who goes is one row") {
  const std::string both = kAli + "  - {name: Zara, band: 16-17, youtube: off}\n";
  CHECK(changes(kAli, both) ==
        Changes{{"Zara", "person", "", "Zara"}, {"Zara", "band", "", "16-17"}, {"Zara", "youtube", "", "off"}});
  CHECK(changes(both, kAli) == Changes{{"Zara", "person", "Zara", ""}});
}

TEST_CASE("how a device is recognised is not told, that it changed is") {
  CHECK(changes(kAli, with(kAli, "00:01", "00:02")) == Changes{{"Ali", "device tablet: mac", "", ""}});
  CHECK(changes(kAli, with(kAli, "label: tablet", "label: phone")) ==
        Changes{{"Ali", "device", "", "phone"}, {"Ali", "device", "tablet", ""}});
  CHECK(changes(kAli, with(kAli, "label: tablet,", "label: tablet, never-pause: true,")) ==
        Changes{{"Ali", "device tablet: never-pause", "", "true"}});
}

TEST_CASE("rooms, services and exceptions are known by their names") {
  const std::string room = kAli + "rooms: [{label: Lab 2, prefix: 10.2.0.0/16, band: exam}]\n";
  CHECK(changes(room, with(room, "band: exam", "band: exam, close: [gaming]")) ==
        Changes{{"", "room Lab 2: close", "", "gaming"}});
  const std::string eid = kAli + "exceptions: [{label: Eid, on: 2027-03-10, like: sat}]\n";
  CHECK(changes(eid, with(eid, "sat", "fri")) == Changes{{"", "exception Eid: like", "sat", "fri"}});
  CHECK(changes(kAli, eid).front() == HouseholdChange{"", "exception", "", "Eid"});
  const std::string club = kAli + "services: [{key: club, names: [club.example]}]\n";
  CHECK(changes(club, with(club, "[club.example]", "[club.example, fans.example]")) ==
        Changes{{"", "service club: names", "", "fans.example"}});
}

TEST_CASE("what a mode closes stands under that mode") {
  const std::string modes = kAli + "    modes: {homework: {close: [video]}}\n";
  CHECK(changes(modes, with(modes, "[video]", "[video, gaming]")) == Changes{{"Ali", "modes: homework: close", "", "gaming"}});
}

TEST_CASE("a household without its devices' addresses still tells that one changed") {
  const auto kept = [](const std::string& text) { return household_text(with_hashed_addresses(household(text))); };
  const std::string both = with(kAli, "label: tablet,", "label: tablet, address: [192.168.1.21, \"fd00::30\"],");
  const std::string text = kept(both);
  CHECK(text.find("5e:10") == std::string::npos);
  CHECK(text.find("192.168") == std::string::npos);
  CHECK(text.find("fd00") == std::string::npos);
  CHECK(changes(text, kept(both)).empty());
  CHECK(changes(text, kept(with(both, "1.21", "1.22"))) == Changes{{"Ali", "device tablet: address", "", ""}});
  CHECK(changes(text, kept(with(both, "00:01", "00:02"))) == Changes{{"Ali", "device tablet: mac", "", ""}});
}
