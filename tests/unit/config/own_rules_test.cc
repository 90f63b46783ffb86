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

}  // namespace

TEST_CASE("rules are kept as they are written, each with the place of its first character") {
  const auto household =
      household_of("rules:\n  - \"||x.example^$client=a,important\"\n  - 'y.example'\nguest:\n  rules: \"@@||z.example^\"\n");
  REQUIRE(household.rules.size() == 2);
  CHECK(household.rules[0].text == "||x.example^$client=a,important");
  CHECK(household.rules[0].place.line == 2);
  CHECK(household.rules[0].place.column == 6);
  CHECK(household.rules[1].text == "y.example");
  REQUIRE(household.guest.rules.size() == 1);
  CHECK(household.guest.rules[0].text == "@@||z.example^");
}

TEST_CASE("a rule without quotes is refused with what to write") {
  CHECK(contains(household_said("rules:\n  - ||x.example^\n"), "f.yaml:2:6: a value that starts with | or > needs quotes"));
  CHECK(contains(household_said("rules:\n  - @@||x.example^\n"), "needs quotes"));
  CHECK(contains(household_said("rules: {a: b}\n"), "f.yaml:1:8: a list belongs here"));
}

TEST_CASE("a rule with a time needs a zone, wherever it stands") {
  CHECK(contains(household_said("rules: ['||x.example^$time=daily:10.00-11.00']\n"),
                 "f.yaml:1:10: a rule with $time needs 'zone'"));
  CHECK(contains(household_said("people: [{name: Ali, band: adult, rules: ['||x.example^$important,time=daily:10.00-11.00']}]\n"),
                 "needs 'zone'"));
  CHECK(household_said("zone: UTC\nrules: ['||x.example^$time=daily:10.00-11.00']\n") == "accepted");
  CHECK(household_said("rules: ['||time.example^']\n") == "accepted");
}

TEST_CASE("a service of the family's own has a key and names") {
  const auto household = household_of(
      "services:\n  - {key: football-club, title: Football club, names: [club.example, tickets.example]}\n"
      "  - {key: \"service:choir\", names: choir.example}\n");
  REQUIRE(household.services.size() == 2);
  CHECK(household.services[0].key == "football-club");
  CHECK(household.services[0].title == "Football club");
  CHECK(household.services[0].names.size() == 2);
  CHECK(household.services[1].key == "choir");
  CHECK(contains(household_said("services: [{key: Club, names: club.example}]\n"), "'Club' can not be a key"));
  CHECK(contains(household_said("services: [{key: club}]\n"), "a service needs 'names'"));
  CHECK(contains(household_said("services: [{key: club, names: []}]\n"), "at least one name"));
  CHECK(contains(household_said("services: [{key: a, names: x.example}, {key: a, names: y.example}]\n"), "written twice"));
  CHECK(contains(household_said("services: [{key: a, names: http://x.example}]\n"), "is not a domain name"));
}

TEST_CASE("a mode may be edited, bedtime and off have open doors instead") {
  const auto household =
      household_of("guest:\n  modes:\n    homework: {close: [a, b], open: c}\n    school: {allow-list: true}\n");
  REQUIRE(household.guest.modes.size() == 2);
  CHECK(household.guest.modes[0].mode == Mode::homework);
  CHECK(household.guest.modes[0].close.size() == 2);
  CHECK(household.guest.modes[0].open.size() == 1);
  CHECK(household.guest.modes[1].mode == Mode::school);
  CHECK(household.guest.modes[1].allow_list);
  CHECK(contains(household_said("guest: {modes: {bedtime: {close: a}}}\n"), "write 'open-doors'"));
  CHECK(contains(household_said("guest: {modes: {schol: {close: a}}}\n"), "did you mean 'school'"));
  CHECK(contains(household_said("guest: {modes: {school: {close: a, open: a}}}\n"), "keep one of them"));
  CHECK(contains(household_said("guest: {modes: [school]}\n"), "needs keys with values"));
}

TEST_CASE("what a device is becomes a tag, beside the tags it has") {
  const auto household = household_of(
      "people: [{name: Ali, band: adult, devices: [{label: telly, address: 10.0.0.1, kind: tv, tags: os_android}]}]\n");
  const auto& tags = household.people[0].devices[0].tags;
  REQUIRE(tags.size() == 2);
  CHECK(tags[0].key == "device_tv");
  CHECK(tags[1].key == "os_android");
}
