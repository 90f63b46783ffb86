// SPDX-License-Identifier: Apache-2.0
// The committed reference says what the program does.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>

#include "config/fields.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/config/files.h"

using namespace darban;

namespace {

// The keys a loader knows, from its own refusal of an unknown one.
std::vector<std::string> keys_in(const std::string& refusal) {
  const std::string start = "the keys here are ";
  const auto at = refusal.find(start);
  REQUIRE_MESSAGE(at != std::string::npos, refusal);
  std::vector<std::string> keys;
  std::string rest = refusal.substr(at + start.size());
  for (auto comma = rest.find(", "); comma != std::string::npos; comma = rest.find(", ")) {
    keys.push_back(rest.substr(0, comma));
    rest = rest.substr(comma + 2);
  }
  keys.push_back(rest);
  return keys;
}

}  // namespace

TEST_CASE("config reference fresh: config/darban.schema.json is what the table of settings says") {
  const auto file = project_file("config/darban.schema.json");
  if (std::getenv("DARBAN_WRITE_REFERENCE") != nullptr) std::ofstream(file, std::ios::binary) << settings_schema();
  CHECK_MESSAGE(text_in(file) == settings_schema(), "it is written anew by: DARBAN_WRITE_REFERENCE=1 unit_config");
}

TEST_CASE("config reference fresh: the household schema knows every key the loader knows") {
  const auto schema = text_in(project_file("config/household.schema.json"));
  const std::string person = "people: [{name: A, band: adult, ";
  for (const auto& refusal :
       {household_said("zzzzzzzzzz: 1\n"), household_said(person + "zzzzzzzzzz: 1}]\n"),
        household_said("rooms: [{zzzzzzzzzz: 1}]\n"), household_said(person + "devices: [{zzzzzzzzzz: 1}]}]\n"),
        household_said(person + "timetable: [{zzzzzzzzzz: 1}]}]\n")}) {
    for (const auto& key : keys_in(refusal)) CHECK_MESSAGE(contains(schema, "\"" + key + "\": {"), key);
  }
  for (const char* value : {"under-10", "exam", "bedtime", "nxdomain", "strict"})
    CHECK(contains(schema, std::string("\"") + value + "\""));
}

TEST_CASE("config reference fresh: the categories and manifest schemas know every key the loaders know") {
  const auto categories = text_in(project_file("config/categories.schema.json"));
  for (const auto& key : keys_in(said(parse_categories("categories: [{zzzzzzzzzz: 1}]\n", "f.yaml")))) {
    CHECK_MESSAGE(contains(categories, "\"" + key + "\": {"), key);
  }
  const auto manifest = text_in(project_file("config/manifest.schema.json"));
  for (const auto& key : keys_in(said(parse_list_manifest("lists: {a: {zzzzzzzzzz: 1}}\n", "f.yaml")))) {
    CHECK_MESSAGE(contains(manifest, "\"" + key + "\": {"), key);
  }
}

TEST_CASE("the example files load") {
  for (const char* file : {"config/darban.yaml", "config/dev/darban.yaml"})
    CHECK(said(load_settings(project_file(file))) == "accepted");
  for (const char* file : {"config/household.yaml", "config/dev/household.yaml"})
    CHECK(said(load_household(project_file(file))) == "accepted");
}

TEST_CASE("the example settings are the defaults, but for the user to become") {
  auto settings = load_settings(project_file("config/darban.yaml"));
  REQUIRE(settings);
  settings->user = default_settings().user;
  CHECK(print_settings(*settings) == print_settings(default_settings()));
}

TEST_CASE("the household of ./dev run shows a closed category, a bedtime at every hour, and an adult") {
  const auto household = load_household(project_file("config/dev/household.yaml"));
  REQUIRE(household);
  REQUIRE(household->people.size() == 3);
  const auto& window = household->people[1].profile.timetable.at(0);
  CHECK(household->people[0].devices.at(0).addresses.at(0) == *IpPrefix::from_text("127.0.0.1"));
  CHECK(household->people[0].profile.close.at(0).key == "gaming");
  CHECK(household->people[1].devices.at(0).addresses.at(0) == *IpPrefix::from_text("127.0.0.3"));
  CHECK(window.days == 0x7f);
  CHECK(window.start == 0);
  CHECK(window.end == 1440);
  CHECK(window.mode == Mode::bedtime);
  CHECK(household->people[2].devices.at(0).addresses.at(0) == *IpPrefix::from_text("127.0.0.2"));
  CHECK(household->people[2].profile.band == Band::adult);
}

TEST_CASE("the settings of ./dev run need no root and nothing outside the project") {
  const auto settings = load_settings(project_file("config/dev/darban.yaml"));
  REQUIRE(settings);
  REQUIRE(settings->listen.size() == 1);
  CHECK(settings->listen[0].port == 5353);
  CHECK(settings->listen[0].address.is_loopback());
  CHECK_FALSE(settings->wait_for_sync);
  CHECK(settings->household == project_file("config/dev/household.yaml"));
  CHECK(settings->image == project_file("build/run/lists.image"));
  CHECK(settings->control_socket == project_file("build/run/control.sock"));
}
