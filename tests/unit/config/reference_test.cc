// SPDX-License-Identifier: Apache-2.0
// The committed reference says what the program does.
#include <doctest/doctest.h>

#include <cstdlib>
#include <fstream>
#include <functional>
#include <set>

#include "config/bypass_file.h"
#include "config/catalogue.h"
#include "config/fields.h"
#include "config/never_block_file.h"
#include "config/safe_search_file.h"
#include "config/service.h"
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

// The keys of every "properties" of a JSON Schema, whatever depth it stands at. Strings hold no escaped quote.
std::set<std::string> properties_in(const std::string& schema) {
  const std::string mark = "\"properties\": {";
  std::set<std::string> keys;
  for (auto at = schema.find(mark); at != std::string::npos; at = schema.find(mark, at + 1)) {
    int depth = 1;
    for (auto i = at + mark.size(); i < schema.size() && depth > 0; ++i) {
      if (schema[i] == '{') ++depth;
      if (schema[i] == '}') --depth;
      if (schema[i] != '"') continue;
      const auto end = schema.find('"', i + 1);
      if (depth == 1 && schema.compare(end, 3, "\": ") == 0) keys.insert(schema.substr(i + 1, end - i - 1));
      i = end;
    }
  }
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
        household_said(person + "timetable: [{zzzzzzzzzz: 1}]}]\n"), household_said("exceptions: [{zzzzzzzzzz: 1}]\n")}) {
    for (const auto& key : keys_in(refusal)) CHECK_MESSAGE(contains(schema, "\"" + key + "\": {"), key);
  }
  for (const char* value : {"under-10", "exam", "bedtime", "nxdomain", "strict"})
    CHECK(contains(schema, std::string("\"") + value + "\""));
}

TEST_CASE("config reference fresh: the schemas of the data files know the keys the loaders know, and no others") {
  const auto service = [](const char* text) { return said(parse_service(text, "f.yaml")); };
  const auto catalogue = [](const char* text) { return said(parse_catalogue(text, "f.yaml", {})); };
  const auto safe_search = [](const char* text) { return said(parse_safe_search(text, "f.yaml")); };
  const auto bypass = [](const char* text) { return said(parse_bypass(text, "f.yaml")); };
  const auto never_block = [](const char* text) { return said(parse_never_block(text, "f.yaml")); };
  const auto categories = [](const char* text) { return said(parse_categories(text, "f.yaml")); };
  const auto manifest = [](const char* text) { return said(parse_list_manifest(text, "f.yaml")); };
  struct Schema {
    const char* file;
    std::function<std::string(const char*)> said_about;
    std::vector<const char*> texts;
  };
  const Schema schemas[] = {
      {"categories", categories, {"zzzzzzzzzz: 1", "categories: [{zzzzzzzzzz: 1}]"}},
      {"manifest", manifest, {"zzzzzzzzzz: 1", "lists: {a: {zzzzzzzzzz: 1}}"}},
      {"service", service, {"zzzzzzzzzz: 1"}},
      {"catalogue",
       catalogue,
       {"zzzzzzzzzz: 1", "sources: [{zzzzzzzzzz: 1}]",
        "sources: [{id: a, category: a, title: a, home: https://a.example/, maintainer: "
        "a, urls: https://a.example/, format: hosts, licence: a, redistribute: no, commercial: no, interval: 1h, entries: "
        "{zzzzzzzzzz: 1}}]",
        "sources: [{id: a, category: a, title: a, home: https://a.example/, maintainer: a, urls: https://a.example/, format: "
        "hosts, "
        "licence: a, redistribute: no, commercial: no, interval: 1h, entries: {least: 1, most: 1}, without: [{zzzzzzzzzz: "
        "1}]}]"}},
      {"safe-search",
       safe_search,
       {"zzzzzzzzzz: 1", "engines: [{zzzzzzzzzz: 1}]", "engines: [{key: a, name: a, hosts: a.example, levels: {zzzzzzzzzz: 1}}]",
        "engines: [{key: a, name: a, hosts: a.example, levels: {strict: {zzzzzzzzzz: 1}}}]",
        "engines: [{key: a, name: a, hosts: a.example, target: b.example, fallback: {zzzzzzzzzz: 1}}]"}},
      {"bypass",
       bypass,
       {"zzzzzzzzzz: 1", "signals: [{zzzzzzzzzz: 1}]", "{signals: [], resolvers: {zzzzzzzzzz: 1}}",
        "{signals: [], resolvers: {names: [{zzzzzzzzzz: 1}]}}",
        "{signals: [], resolvers: {names: []}, tunnels: [], ports: [{zzzzzzzzzz: 1}]}"}},
      {"never-block",
       never_block,
       {"zzzzzzzzzz: 1", "names: [{zzzzzzzzzz: 1}]", "{names: [], helplines: [{zzzzzzzzzz: 1}]}",
        "{names: [], helplines: [{country: PK, name: a, hosts: [{zzzzzzzzzz: 1}]}]}"}},
  };
  for (const Schema& schema : schemas) {
    std::set<std::string> known;
    for (const char* text : schema.texts) {
      for (const auto& key : keys_in(schema.said_about(text))) known.insert(key);
    }
    CHECK_MESSAGE(properties_in(text_in(project_file("config/" + std::string(schema.file) + ".schema.json"))) == known,
                  schema.file);
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
  CHECK(household->people[0].devices.at(0).addresses.at(0).prefix == *IpPrefix::from_text("127.0.0.1"));
  CHECK(household->people[0].profile.close.at(0).key == "gaming");
  CHECK(household->people[1].devices.at(0).addresses.at(0).prefix == *IpPrefix::from_text("127.0.0.3"));
  CHECK(window.days == 0x7f);
  CHECK(window.start == 0);
  CHECK(window.end == 1440);
  CHECK(window.mode == Mode::bedtime);
  CHECK(household->people[2].devices.at(0).addresses.at(0).prefix == *IpPrefix::from_text("127.0.0.2"));
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
