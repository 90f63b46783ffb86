// SPDX-License-Identifier: Apache-2.0
#include "app/name_tables.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "app/controller.h"
#include "base/log.h"
#include "config/yaml.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using namespace literals;

constexpr WallTime kMorning{Seconds(1795240000)};
constexpr std::string_view kSeek =
    "engines:\n"
    "  - {key: seek, name: Seek, target: safe.seek.example, source: S, confidence: B, hosts: [www.seek.example]}\n";
constexpr std::string_view kNoEngine = "engines:\n  - {key: seek, name: Seek}\n";
constexpr std::string_view kSignals =
    "signals:\n"
    "  - {name: probe.example, scope: exact, types: [all], answer: nodata, level: standard, effect: E., source: S, confidence: "
    "A}\n"
    "resolvers: {names: []}\ntunnels: []\n";

bool is_led(const Policy& policy, const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  return policy.decide(*policy.profile_of_person("Sara"), {}, {hashes, CategorySet()}).action == Action::rewrite;
}

// A household with a folder of blocklists beside it.
struct House {
  House() {
    log::configure(log::Level::off, log::Sink::console);
    std::filesystem::create_directory(folder.file("blocklists"));
    folder.write("darban.yaml",
                 "household: household.yaml\nimage: lists.image\nlists: {catalogue: blocklists}\nlog:\n  level: off\n");
    folder.write("household.yaml", "zone: UTC\npeople:\n  - {name: Sara, band: 10-12}\n");
  }
  void start() {
    const auto settings = load_settings(folder.file("darban.yaml"));
    REQUIRE(settings);
    auto started = Controller::start(folder.file("darban.yaml"), *settings, kMorning);
    REQUIRE(started);
    controller = std::move(*started);
  }
  const Policy& policy() { return controller->current(); }
  // What an operator should mend, but for the lists that are not there.
  std::vector<ConfigError> problems() {
    auto all = controller->problems();
    all.erase(all.begin());
    return all;
  }
  TempFolder folder;
  std::unique_ptr<Controller> controller;
};

TEST_CASE("both tables are read from the folder") {
  TempFolder folder;
  folder.write("safe-search.yaml", kSeek);
  folder.write("bypass.yaml", kSignals);
  const NameTables tables = NameTables::first(folder.path());
  REQUIRE(tables.safe_search);
  CHECK(tables.safe_search->engines.at(0).key == "seek");
  REQUIRE(tables.bypass);
  CHECK(tables.bypass->signals.at(0).name == "probe.example");
  CHECK(tables.problems.empty());
  CHECK(tables.notes.empty());
}

TEST_CASE("a table that was never there is a note and nobody's problem; one that is broken is a problem with its place") {
  TempFolder folder;
  folder.write("bypass.yaml", "signals: 7\n");
  const NameTables tables = NameTables::first(folder.path());
  CHECK_FALSE(tables.safe_search);
  CHECK_FALSE(tables.bypass);
  REQUIRE(tables.notes.size() == 1);
  CHECK(tables.notes[0].file == folder.file("safe-search.yaml"));
  CHECK(tables.notes[0].what == "there is no such file; the table inside the program serves in its place");
  REQUIRE(tables.problems.size() == 1);
  CHECK(tables.problems[0].file == folder.file("bypass.yaml"));
  CHECK(tables.problems[0].place.line == 1);
  CHECK(tables.problems[0].what.ends_with("; until that is mended the table inside the program serves in its place"));
}

TEST_CASE("what was good serves on when its file breaks or goes, until there is a good one again") {
  TempFolder folder;
  folder.write("safe-search.yaml", kSeek);
  folder.write("bypass.yaml", kSignals);
  const NameTables good = NameTables::first(folder.path());
  folder.write("safe-search.yaml", kNoEngine);
  std::filesystem::remove(folder.file("bypass.yaml"));
  const NameTables bad = good.read_again(folder.path());
  CHECK(bad.safe_search == good.safe_search);
  CHECK(bad.bypass == good.bypass);
  REQUIRE(bad.problems.size() == 2);
  CHECK(bad.problems[0].place.line == 2);
  CHECK(bad.problems[1].what == "there is no such file; what it said last serves on");
  CHECK(bad.notes.empty());
  folder.write("safe-search.yaml", kSeek);
  folder.write("bypass.yaml", kSignals);
  CHECK(bad.read_again(folder.path()).problems.empty());
}

TEST_CASE("without a folder of tables a child is led to safety all the same, and the daemon says what it lacks") {
  House house;
  house.start();
  CHECK(is_led(house.policy(), "www.google.com"_name));
  CHECK(house.problems().empty());
  const auto files = house.controller->files();
  CHECK(std::find(files.begin(), files.end(), house.folder.file("blocklists/safe-search.yaml")) != files.end());
  CHECK(std::find(files.begin(), files.end(), house.folder.file("blocklists/bypass.yaml")) != files.end());
}

TEST_CASE("a table is taken up by a reload, and a broken one changes nothing and does not keep new rules waiting") {
  House house;
  house.start();
  house.folder.write("blocklists/safe-search.yaml", kSeek);
  CHECK(house.controller->reload(kMorning).published);
  CHECK(is_led(house.policy(), "www.seek.example"_name));
  CHECK_FALSE(is_led(house.policy(), "www.google.com"_name));

  house.folder.write("blocklists/safe-search.yaml", kNoEngine);
  house.folder.write("household.yaml", "zone: UTC\npeople:\n  - {name: Sara, band: 10-12}\n  - {name: Omar, band: adult}\n");
  CHECK(house.controller->reload(kMorning).published);
  CHECK(house.controller->people() == 2);
  CHECK(is_led(house.policy(), "www.seek.example"_name));
  REQUIRE(house.problems().size() == 1);
  CHECK(house.problems()[0].file == house.folder.file("blocklists/safe-search.yaml"));
  CHECK(house.problems()[0].place.line == 2);
}

TEST_CASE("a household that names an engine of a file that can not be read is served") {
  House house;
  house.folder.write("household.yaml", "zone: UTC\npeople:\n  - {name: Sara, band: adult, safe-search: {seek: on}}\n");
  house.start();
  CHECK(house.policy().notes().size() == 2);  // no lists, no such engine
  house.folder.write("blocklists/safe-search.yaml", kSeek);
  house.controller->reload(kMorning);
  CHECK(is_led(house.policy(), "www.seek.example"_name));
  CHECK(house.policy().notes().size() == 1);
}

}  // namespace
}  // namespace darban
