// SPDX-License-Identifier: Apache-2.0
#include "app/controller.h"

#include <doctest/doctest.h>

#include "base/log.h"
#include "config/yaml.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

constexpr WallTime kMorning{Seconds(1795240000)};
constexpr WallTime kEvening{Seconds(1795275000)};
constexpr std::string_view kHousehold = "zone: UTC\npeople:\n  - name: Sara\n    band: 10-12\nguest:\n  band: guest\n";
constexpr std::string_view kTwoPeople =
    "zone: UTC\npeople:\n  - name: Sara\n    band: 10-12\n  - name: Omar\n    band: adult\nguest:\n  band: guest\n";

// A folder with the three files, and the controller over them.
class House {
 public:
  House() {
    log::configure(log::Level::off, log::Sink::console);  // problems are looked at, not read
    write_settings("");
    folder_.write("household.yaml", kHousehold);
    controller_ = started();
  }
  void write_settings(std::string_view more) {
    folder_.write("darban.yaml", "household: household.yaml\nimage: lists.image\nlog:\n  level: off\n" + std::string(more));
  }
  void write_household(std::string_view text) { folder_.write("household.yaml", text); }
  Controller::Outcome reload() { return controller_->reload(kEvening); }
  Controller& controller() { return *controller_; }
  const TempFolder& folder() const { return folder_; }

 private:
  std::unique_ptr<Controller> started() {
    auto settings = load_settings(folder_.file("darban.yaml"));
    REQUIRE(settings);
    auto controller = Controller::start(folder_.file("darban.yaml"), *settings, kMorning);
    REQUIRE(controller);
    return std::move(*controller);
  }
  TempFolder folder_;
  std::unique_ptr<Controller> controller_;
};

TEST_CASE("a household without lists is served, and the problem says how to make some") {
  House house;
  CHECK(house.controller().people() == 1);
  CHECK(house.controller().lists().names() == 0);
  REQUIRE(house.controller().problems().size() == 1);
  CHECK(house.controller().problems()[0].what.find("darban lists build") != std::string::npos);
}

TEST_CASE("without rules there is no start, and the place is told") {
  log::configure(log::Level::off, log::Sink::console);
  TempFolder folder;
  folder.write("household.yaml", "people:\n  - name: Sara\n    band: eleven\n");
  Settings settings;
  settings.household = folder.file("household.yaml");
  const auto refused = Controller::start(folder.file("darban.yaml"), settings, kMorning);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().file == settings.household);
  CHECK(refused.error().place.line == 3);
}

TEST_CASE("good rules are published") {
  House house;
  const auto before = house.controller().policy().generation();
  house.write_household(kTwoPeople);
  const auto outcome = house.reload();
  CHECK(outcome.published);
  CHECK_FALSE(outcome.workers_stale);
  CHECK(house.controller().policy().generation() == before + 1);
  CHECK(house.controller().policy().copy()->profile_of_person("Omar"));
  CHECK(house.controller().people() == 2);
  CHECK(house.controller().built() == kEvening);
}

TEST_CASE("a household with a mistake changes nothing and is a problem with its place") {
  House house;
  const auto before = house.controller().policy().copy();
  house.write_household("zone: UTC\npeople:\n  - name: Sara\n    bedtime: early\n");
  CHECK_FALSE(house.reload().published);
  CHECK(house.controller().policy().copy() == before);
  CHECK(house.controller().built() == kMorning);
  const auto problems = house.controller().problems();
  REQUIRE(problems.size() == 2);  // and the lists that are not there
  CHECK(problems[0].file == house.folder().file("household.yaml"));
  CHECK(problems[0].place.line == 4);
}

TEST_CASE("a household that vanished changes nothing") {
  House house;
  const auto before = house.controller().policy().copy();
  std::filesystem::remove(house.folder().file("household.yaml"));
  CHECK_FALSE(house.reload().published);
  CHECK(house.controller().policy().copy() == before);
}

TEST_CASE("the problem is over once the mistake is mended") {
  House house;
  house.write_household("people: 7\n");
  house.reload();
  house.write_household(kHousehold);
  CHECK(house.reload().published);
  CHECK(house.controller().problems().size() == 1);  // the lists only
}

TEST_CASE("settings with a mistake keep the settings and the rules") {
  House house;
  house.write_settings("listen: nowhere\n");
  house.write_household(kTwoPeople);
  CHECK_FALSE(house.reload().published);
  CHECK(house.controller().people() == 1);
  CHECK(house.controller().settings().listen.size() == 2);
}

TEST_CASE("a broken image does not keep new rules waiting, and the lists stay as they were") {
  House house;
  const Image* lists = &house.controller().lists();
  house.folder().write("lists.image", "this is no image");
  house.write_household(kTwoPeople);
  CHECK(house.reload().published);
  CHECK(house.controller().people() == 2);
  CHECK(&house.controller().lists() == lists);
  REQUIRE(house.controller().problems().size() == 1);
  CHECK(house.controller().problems()[0].file == house.folder().file("lists.image"));
}

TEST_CASE("settings of the workers make them stale, those of the process wait for a restart") {
  House house;
  house.write_settings("upstreams:\n  servers: [192.0.2.1]\nlisten: [\"127.0.0.1:5353\"]\n");
  const auto outcome = house.reload();
  CHECK(outcome.published);
  CHECK(outcome.workers_stale);
  CHECK(house.controller().settings().upstreams.size() == 1);
  CHECK(house.controller().settings().listen.size() == 2);
  REQUIRE(house.controller().restart_needed().size() == 1);
  CHECK(house.controller().restart_needed()[0].view() == "listen");
}

TEST_CASE("another household file named in the settings is the one that is read") {
  House house;
  house.folder().write("other.yaml", kTwoPeople);
  house.folder().write("darban.yaml", "household: other.yaml\nimage: lists.image\nlog:\n  level: off\n");
  CHECK(house.reload().published);
  CHECK(house.controller().people() == 2);
  CHECK(house.controller().files()[1] == house.folder().file("other.yaml"));
}

// A pause for Sara that runs for an hour from the evening on.
Grant pause() {
  Grant grant;
  grant.id = 1;
  grant.who = {GrantWho::Kind::person, "Sara", {}};
  grant.given = grant.from = kEvening;
  grant.until = kEvening + Seconds(3600);
  grant.ends = MonoTime(Seconds(3600));
  return grant;
}

bool is_paused(const Controller& controller) {
  const auto policy = controller.policy().copy();
  return policy->mode_at(*policy->profile_of_person("Sara"), {MonoTime{}, kEvening, true}).paused;
}

TEST_CASE("grants are in force at once, and new rules come with them") {
  House house;
  const auto before = house.controller().policy().generation();
  house.controller().use_grants({pause()});
  CHECK(house.controller().policy().generation() == before + 1);
  CHECK(is_paused(house.controller()));
  house.write_household(kTwoPeople);
  CHECK(house.reload().published);
  CHECK(house.controller().policy().copy()->profile_of_person("Omar"));
  CHECK(is_paused(house.controller()));
  house.controller().use_grants({});
  CHECK_FALSE(is_paused(house.controller()));
}

TEST_CASE("a household with a mistake keeps the old rules with the grants, and the next grant is heeded all the same") {
  House house;
  house.write_household("people: 7\n");
  house.controller().use_grants({pause()});
  CHECK_FALSE(house.reload().published);
  CHECK(is_paused(house.controller()));
  house.controller().use_grants({});
  CHECK_FALSE(is_paused(house.controller()));
}

}  // namespace
}  // namespace darban
