// SPDX-License-Identifier: Apache-2.0
// The desk where grants are given, over real files, with a clock of our own: kept over restarts, never stretched, never half
// done.
#include "app/grant_desk.h"

#include <doctest/doctest.h>
#include <sys/stat.h>
#include <unistd.h>

#include "base/log.h"
#include "config/yaml.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using Outcome = GrantDesk::Outcome;

constexpr WallTime kMonday{std::chrono::sys_days{std::chrono::year{2026} / 11 / 23}};
constexpr std::string_view kHousehold =
    "zone: UTC\npeople:\n  - name: Ali\n    band: 10-12\n    timetable: [{days: daily, start: \"21:00\", end: \"07:00\", mode: "
    "bedtime}]\n"
    "    devices: [{label: tablet, address: 10.0.0.7}]\n  - name: Sara\n    band: adult\n";
const std::string kBoot = "5f2b1c9e00004aaa8bbb0123456789ab";
const std::string kNextBoot = "00001111222233334444555566667777";

bool has(const std::string& text, std::string_view part) { return text.find(part) != std::string::npos; }

// A household, its state.db, and a machine whose clocks run as the test says.
class House {
 public:
  House() {
    log::configure(log::Level::off, log::Sink::console);
    folder_.write("darban.yaml", "household: household.yaml\nimage: lists.image\nlog:\n  level: off\n");
    folder_.write("household.yaml", kHousehold);
    now_ = {{MonoTime(Seconds(1000)), kMonday + Seconds(20 * 3600), true}, {kBoot, Seconds(1000)}};
    start();
  }

  void start() {
    desk_.reset();
    controller_.reset();
    const auto settings = load_settings(folder_.file("darban.yaml"));
    REQUIRE(settings);
    auto controller = Controller::start(folder_.file("darban.yaml"), *settings, now_.now.wall);
    REQUIRE(controller);
    controller_ = std::move(*controller);
    desk_.emplace(state(), *controller_, now_);
  }
  // The daemon is killed and started; clocks run on.
  void restart() { start(); }
  // The machine is started again after `off`; it knows the time, or not yet.
  void reboot(Seconds off, bool trusted = true) {
    now_.boot = {kNextBoot, Seconds(30)};
    now_.now.mono = MonoTime(Seconds(30));
    now_.now.wall += off;
    now_.now.wall_trusted = trusted;
    start();
  }
  void pass(Seconds time) {
    now_.now.mono += time;
    now_.now.wall += time;
    now_.boot.since += time;
    desk_->tick(now_);
  }
  void sleep(Seconds time) {
    now_.now.wall += time;
    now_.boot.since += time;
    desk_->tick(now_);
  }
  void set_clock(Seconds by) {
    now_.now.wall += by;
    desk_->tick(now_);
  }
  void know_the_time() { now_.now.wall_trusted = true; }  // while the daemon does not run
  void trust(bool trusted) {
    now_.now.wall_trusted = trusted;
    desk_->tick(now_);
  }

  GrantDesk::Answer pause(std::string who, std::uint32_t minutes, std::string by = "Sara") {
    return desk_->give({.kind = GrantWish::Kind::pause, .who = {std::move(who)}, .minutes = minutes, .by = std::move(by)}, now_);
  }
  GrantDesk::Answer bonus(std::string who, std::uint32_t minutes) {
    return desk_->give({.kind = GrantWish::Kind::bonus, .who = {std::move(who)}, .minutes = minutes, .by = "Sara"}, now_);
  }
  GrantDesk::Answer revoke(std::vector<std::int64_t> ids, std::string all = {}) {
    return desk_->revoke({.ids = std::move(ids), .all_of = std::move(all), .by = "Omar"}, now_);
  }
  bool paused(const char* who = "Ali") const {
    const auto policy = controller_->policy().copy();
    return policy->mode_at(*policy->profile_of_person(who), now_.now).paused;
  }
  // How long from now on Ali stays as he is.
  Seconds left() const {
    const auto grants = desk_->not_over(now_.now);
    REQUIRE(grants.size() == 1);
    return grants[0].end_at(now_.now) - now_.now.wall;
  }
  std::size_t in_force() const { return desk_->not_over(now_.now).size(); }
  GrantDesk& desk() { return *desk_; }
  void close_desk() { desk_.reset(); }
  Controller& controller() { return *controller_; }
  const Moment& now() const { return now_; }
  std::string state() const { return folder_.file("state.db"); }
  const TempFolder& folder() const { return folder_; }

 private:
  TempFolder folder_;
  Moment now_;
  std::unique_ptr<Controller> controller_;
  std::optional<GrantDesk> desk_;
};

TEST_CASE("a pause is in force when the desk says so, and the answer is in a parent's words") {
  House house;
  const auto before = house.controller().policy().generation();
  const auto answer = house.pause("Ali", 15);
  CHECK(answer.outcome == Outcome::done);
  CHECK(answer.ids == std::vector<std::int64_t>{1});
  CHECK(answer.generation == before + 1);
  CHECK(answer.generation == house.controller().policy().generation());
  CHECK(has(answer.text, "Ali is paused until 20:15 (given by Sara)"));
  CHECK(house.paused());
  CHECK_FALSE(house.paused("Sara"));
  house.pass(Seconds(899));
  CHECK(house.paused());
  house.pass(Seconds(1));
  CHECK_FALSE(house.paused());
  CHECK(house.in_force() == 0);
}

TEST_CASE("what was said to be done is there when the daemon is killed and started again, to the second") {
  House house;
  house.pause("Ali", 15);
  house.pass(Seconds(300));
  house.restart();
  CHECK(house.paused());
  CHECK(house.left() == Seconds(600));
  house.pass(Seconds(600));
  CHECK_FALSE(house.paused());
}

TEST_CASE("and after a restart of the machine") {
  House house;
  house.pause("Ali", 15);
  house.reboot(Seconds(300));
  CHECK(house.left() == Seconds(600));
  house.restart();
  house.pass(Seconds(599));
  CHECK(house.paused());
  house.pass(Seconds(1));
  CHECK_FALSE(house.paused());
  house.pause("Ali", 15);
  house.reboot(Seconds(900));
  CHECK_FALSE(house.paused());
  CHECK(house.in_force() == 0);
}

TEST_CASE("after a restart without a clock a pause goes on, and ends on the wall as soon as the time is known") {
  House house;
  house.pause("Ali", 15);
  house.reboot(Seconds(-90000000), false);
  CHECK(house.paused());
  CHECK(house.left() == Seconds(900));
  house.set_clock(Seconds(90000000 + 870));
  house.trust(true);
  CHECK(house.left() == Seconds(30));
}

TEST_CASE("a clock that is set back stretches nothing, also over a restart; one that is set forward ends it") {
  House house;
  house.pause("Ali", 15);
  house.pass(Seconds(600));
  house.set_clock(Seconds(-7200));
  CHECK(house.left() == Seconds(300));
  house.restart();
  CHECK(house.left() == Seconds(300));
  house.set_clock(Seconds(7200 + 300));
  CHECK_FALSE(house.paused());
}

TEST_CASE("what ended once does not come back when the clock is set back and the daemon is started again") {
  House house;
  house.pause("Ali", 15);
  house.set_clock(Seconds(900));
  CHECK(house.in_force() == 0);
  house.set_clock(Seconds(-900));
  house.restart();
  CHECK(house.in_force() == 0);
  CHECK_FALSE(house.paused());
}

TEST_CASE("the machine's sleep counts, with a clock and without") {
  House house;
  house.pause("Ali", 15);
  house.sleep(Seconds(600));
  CHECK(house.left() == Seconds(300));
  house.revoke({1});
  house.trust(false);
  house.pause("Ali", 15);
  house.sleep(Seconds(600));
  CHECK(house.left() == Seconds(300));
  house.sleep(Seconds(300));
  CHECK_FALSE(house.paused());
}

TEST_CASE("one given before the time was known ends when it was said, whatever the time turns out to be") {
  House house;
  house.trust(false);
  const auto answer = house.pause("Ali", 15);
  CHECK(has(answer.text, "Ali is paused for 15 minutes more (given by Sara)"));
  house.pass(Seconds(300));
  house.set_clock(Seconds(40000000));
  house.trust(true);
  CHECK(house.left() == Seconds(600));
  house.reboot(Seconds(60));
  CHECK(house.left() == Seconds(540));
}

TEST_CASE("and when the daemon was started anew before it knew the time") {
  House house;
  house.trust(false);
  house.pause("Ali", 15);
  house.pass(Seconds(300));
  house.close_desk();
  house.know_the_time();
  house.start();
  CHECK(house.left() == Seconds(600));
  house.reboot(Seconds(60));
  CHECK(house.left() == Seconds(540));
}

TEST_CASE("a clean stop without a clock writes down what is left, so that the next boot does not begin again") {
  House house;
  house.trust(false);
  house.pause("Ali", 15);
  house.pass(Seconds(600));
  house.desk().stop(house.now());
  house.reboot(Seconds(0), false);
  CHECK(house.left() == Seconds(300));
}

TEST_CASE("bonus time survives a restart, ends once, and its cap knows of it") {
  House house;
  CHECK(has(house.bonus("Ali", 60).text, "until 22:00 instead of 21:00"));
  house.pass(Seconds(90 * 60));
  house.restart();
  const auto answer = house.bonus("Ali", 45);
  CHECK(answer.outcome == Outcome::refused);
  CHECK(has(answer.text, "30 minutes of it are left"));
  CHECK(has(house.bonus("Ali", 30).text, "90 minutes of 90 minutes"));
  CHECK(house.in_force() == 1);  // the second stands in the place of the first
}

TEST_CASE("two adults: the last word counts, and both names are said") {
  House house;
  house.pause("Ali", 60, "Sara");
  const auto answer = house.pause("Ali", 15, "Omar");
  CHECK(has(answer.text, "Ali is paused until 20:15 (given by Omar)"));
  CHECK(has(answer.text, "In the place of: Ali is paused until 21:00 (given by Sara)"));
  CHECK(house.left() == Seconds(900));
  house.restart();
  CHECK(house.left() == Seconds(900));
}

TEST_CASE("what is taken back is gone at once, and stays so") {
  House house;
  house.pause("Ali", 60);
  house.pause("everyone", 60);
  house.pause("tablet", 60);
  const auto answer = house.revoke({2});
  CHECK(answer.outcome == Outcome::done);
  CHECK(has(answer.text, "Taken back: Everyone is paused until 21:00 (given by Sara)"));
  CHECK(house.in_force() == 2);
  CHECK(house.revoke({}, "Ali").ids == std::vector<std::int64_t>{1, 3});
  CHECK_FALSE(house.paused());
  house.restart();
  CHECK(house.in_force() == 0);
}

TEST_CASE("numbers that are not in force, and people without grants, are refused; nothing is taken back then") {
  House house;
  house.pause("Ali", 60);
  CHECK(house.revoke({1, 7}).outcome == Outcome::refused);
  CHECK(house.paused());
  CHECK(house.revoke({}, "Sara").outcome == Outcome::refused);
  CHECK(house.revoke({}, "Bartholomew").outcome == Outcome::misunderstood);
  house.revoke({1});
  CHECK(house.revoke({1}).outcome == Outcome::refused);
}

TEST_CASE("words that are not understood, and wishes that are refused, change nothing") {
  House house;
  const auto before = house.controller().policy().generation();
  CHECK(house.pause("Alli", 15).outcome == Outcome::misunderstood);
  CHECK(has(house.pause("Alli", 15).text, "did you mean Ali?"));
  CHECK(house.pause("Ali", 181).outcome == Outcome::refused);
  const auto vital = house.desk().give({.kind = GrantWish::Kind::allow, .who = {"Ali"}, .what = "childline.org.uk"}, house.now());
  CHECK(vital.outcome == Outcome::nothing_to_do);
  CHECK(house.controller().policy().generation() == before);
}

TEST_CASE("new rules keep what is in force, and a person who left is reached again when back") {
  House house;
  house.pause("Ali", 15);
  house.folder().write("household.yaml", "zone: UTC\npeople:\n  - {name: Sara, band: adult}\n");
  REQUIRE(house.controller().reload(house.now().now.wall).published);
  CHECK(house.in_force() == 1);
  CHECK_FALSE(house.paused("Sara"));
  house.folder().write("household.yaml", kHousehold);
  REQUIRE(house.controller().reload(house.now().now.wall).published);
  CHECK(house.paused());
}

TEST_CASE("while the file can not be had giving is refused with the reason, and works as soon as it can") {
  House house;
  house.close_desk();
  GrantDesk desk(house.folder().file("a/b/state.db"), house.controller(), house.now());
  CHECK(desk.trouble() == StoreTrouble::no_folder);
  const GrantWish wish{.kind = GrantWish::Kind::pause, .who = {"Ali"}, .minutes = 15};
  const auto refused = desk.give(wish, house.now());
  CHECK(refused.outcome == Outcome::refused);
  CHECK(has(refused.text, "Nothing was changed"));
  CHECK(has(refused.text, "its folder is not there"));
  CHECK_FALSE(house.paused());
  std::filesystem::create_directory(house.folder().file("a"));
  CHECK(desk.give(wish, house.now()).outcome == Outcome::done);
  CHECK_FALSE(desk.trouble());
  CHECK(house.paused());
}

TEST_CASE("a file that is taken away, or damaged, under our hands is made anew with what is in force") {
  House house;
  house.pause("Ali", 60);
  for (const char* damage : {"gone", "damaged"}) {
    const std::string_view how = damage;
    for (const char* end : {"", "-wal", "-shm"}) std::filesystem::remove(house.state() + end);
    if (how == "damaged") house.folder().write("state.db", std::string(4000, 'x'));
    REQUIRE(house.pause("Sara", 30).outcome == Outcome::done);
    CHECK(house.in_force() == 2);
    house.restart();
    CHECK(house.in_force() == 2);
    CHECK(house.paused());
    house.revoke({}, "Sara");
  }
}

TEST_CASE("a second darban with the same file gives nothing, and the first goes on") {
  House house;
  house.pause("Ali", 15);
  auto settings = load_settings(house.folder().file("darban.yaml"));
  auto other = Controller::start(house.folder().file("darban.yaml"), *settings, house.now().now.wall);
  GrantDesk second(house.state(), **other, house.now());
  const auto refused = second.give({.kind = GrantWish::Kind::pause, .who = {"Sara"}, .minutes = 15}, house.now());
  CHECK(refused.outcome == Outcome::refused);
  CHECK(has(refused.text, "another darban"));
  CHECK(house.pause("Sara", 15).outcome == Outcome::done);
  CHECK(house.in_force() == 2);
}

TEST_CASE("it is due when the next grant ends, and looks at the clocks meanwhile") {
  House house;
  CHECK(house.desk().due() > house.now().now.mono + std::chrono::hours(1));
  house.pause("Ali", 15);
  CHECK(house.desk().due() <= house.now().now.mono + Seconds(5));
  house.pass(Seconds(897));
  CHECK(house.desk().due() == house.now().now.mono + Seconds(3));
}

TEST_CASE("what is given and taken back can be read by whom it concerns") {
  House house;
  REQUIRE(house.bonus("Ali", 30).outcome == Outcome::done);
  REQUIRE(house.pause("Ali", 15).outcome == Outcome::done);
  REQUIRE(house.revoke({2}).outcome == Outcome::done);
  REQUIRE(house.pause("nobody", 15).outcome != Outcome::done);
  const auto changes = ChangeStore(*house.desk().database(house.now())).concerning("Ali");
  REQUIRE(changes);
  REQUIRE(changes->size() == 3);
  const WallTime at = house.now().now.wall;
  CHECK(changes->at(2) == Change{at, "Sara", "Ali", "mode free", "", "from 2026-11-23 21:00 until 2026-11-23 21:30"});
  CHECK(changes->at(1) == Change{at, "Sara", "Ali", "pause", "", "until 2026-11-23 20:15"});
  CHECK(changes->at(0) == Change{at, "Omar", "Ali", "pause", "until 2026-11-23 20:15", ""});
  CHECK(ChangeStore(*house.desk().database(house.now())).verify().value());
}

TEST_CASE("while nobody knows the time, the log says for how long and not when") {
  House house;
  house.trust(false);
  REQUIRE(house.pause("Ali/tablet", 15).outcome == Outcome::done);
  const auto changes = ChangeStore(*house.desk().database(house.now())).all();
  REQUIRE(changes);
  CHECK(changes->at(0) == Change{WallTime{}, "Sara", "Ali", "tablet: pause", "", "for 15 minutes"});
}

}  // namespace
}  // namespace darban
