// SPDX-License-Identifier: Apache-2.0
// Real files, a real state.db, a clock of the test's.
#include "app/household_log.h"

#include <doctest/doctest.h>

#include <optional>

#include "base/log.h"
#include "config/yaml.h"
#include "store/change_store.h"
#include "store/state_file.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

constexpr WallTime kEvening{Seconds(1795705500)};
const std::string kAli = "zone: UTC\npeople:\n  - {name: Ali, band: 10-12}\n";
const std::string kOlder = "zone: UTC\npeople:\n  - {name: Ali, band: 13-15}\n";

class Home {
 public:
  Home() {
    log::configure(log::Level::off, log::Sink::console);
    folder_.write("darban.yaml", "household: household.yaml\nimage: lists.image\nlog:\n  level: off\n");
    folder_.write("household.yaml", kAli);
    auto opened = StateFile::open(folder_.file("state.db"), kEvening);
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
    start();
  }
  // darban is started, and has a log of this life.
  void start() {
    const auto settings = load_settings(folder_.file("darban.yaml"));
    REQUIRE(settings);
    auto controller = Controller::start(folder_.file("darban.yaml"), *settings, kEvening);
    REQUIRE(controller);
    controller_ = std::move(*controller);
    log_.emplace();
    tick();
  }
  void write(const std::string& household) {
    folder_.write("household.yaml", household);
    controller_->reload(kEvening);
  }
  void tick(bool has_disk = true) { log_->tick(*controller_, has_disk ? &file_->database() : nullptr, now_); }
  void pass(Milliseconds time) { now_.mono += time; }
  void made_by(std::string adult) { log_->made_by(std::move(adult), *controller_); }
  std::vector<Change> changes() {
    const auto all = ChangeStore(file_->database()).all();
    REQUIRE(all);
    return *all;
  }
  const TempFolder& folder() const { return folder_; }

 private:
  TempFolder folder_;
  Now now_{MonoTime(Seconds(1000)), kEvening, true};
  std::optional<StateFile> file_;
  std::unique_ptr<Controller> controller_;
  std::optional<HouseholdLog> log_;
};

const Change kByHand{kEvening, "household.yaml", "Ali", "band", "10-12", "13-15"};

TEST_CASE("the first household is where the log begins") {
  Home home;
  CHECK(home.changes().empty());
}

TEST_CASE("what an editor changed is there once, by the name of the file") {
  Home home;
  home.write(kOlder);
  home.tick();
  home.tick();
  CHECK(home.changes() == std::vector<Change>{kByHand});
}

TEST_CASE("what the page changed has the name of the adult, and the next change by hand has not") {
  Home home;
  home.made_by("Sara");
  home.write(kOlder);
  home.tick();
  home.write(kAli);
  home.tick();
  const auto changes = home.changes();
  REQUIRE(changes.size() == 2);
  CHECK(changes[1].actor == "Sara");
  CHECK(changes[0].actor == "household.yaml");
}

TEST_CASE("what the page could not put in force gives nobody's name to a later change") {
  Home home;
  home.made_by("Sara");
  home.write("zone: UTC\npeople: 3\n");  // refused: nothing is taken up
  home.write(kAli);
  home.tick();
  home.write(kOlder);
  home.tick();
  CHECK(home.changes() == std::vector<Change>{kByHand});
}

TEST_CASE("what was changed while darban did not run is found at the start") {
  Home home;
  home.folder().write("household.yaml", kOlder);
  home.start();
  CHECK(home.changes() == std::vector<Change>{kByHand});
}

TEST_CASE("the same rules in other words are no change") {
  Home home;
  home.write("# a comment\nzone: UTC\npeople:\n  - name: Ali\n    band: 10-12\n");
  home.tick();
  CHECK(home.changes().empty());
}

TEST_CASE("a disk that refuses loses nothing: what changed meanwhile comes when it can") {
  Home home;
  home.write(kOlder);
  home.tick(false);
  home.tick();
  CHECK(home.changes().empty());  // not asked again so soon
  home.pass(HouseholdLog::kAgain);
  home.tick();
  CHECK(home.changes() == std::vector<Change>{kByHand});
}

TEST_CASE("a household that can not be is no change") {
  Home home;
  home.write("zone: UTC\npeople: 3\n");
  home.tick();
  CHECK(home.changes().empty());
}

}  // namespace
}  // namespace darban
