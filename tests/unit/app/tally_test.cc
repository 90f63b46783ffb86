// SPDX-License-Identifier: Apache-2.0
// From the workers' board to the disk: windows, days and clocks of all kinds, with real rules and a real file.
#include "app/tally.h"

#include <doctest/doctest.h>

#include <chrono>
#include <optional>

#include "policy/build.h"
#include "store/state_file.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using namespace darban::literals;
using Form = ShownCount::Form;
using std::chrono::hours;
using std::chrono::minutes;

WallTime utc(int month, int day, int hour, int minute = 0) {
  using namespace std::chrono;
  return sys_days{year{2026} / month / day} + hours(hour) + minutes(minute);
}

std::shared_ptr<const Policy> rules_for(const std::vector<std::pair<std::string, Band>>& people,
                                        const std::string& zone = "UTC") {
  static const auto image = image_of({{CategoryId{1}, "trackers", true}}, {{"tracker.example", CategoryId{1}}});
  Household household;
  household.zone = zone;
  for (const auto& [name, band] : people) {
    WrittenPerson person;
    person.name = name;
    person.profile.band = band;
    household.people.push_back(person);
  }
  WrittenRoom lab;
  lab.label = "Lab";
  lab.prefix = "10.9.0.0/16"_prefix;
  lab.profile.band = Band::pupil_secondary;
  household.rooms.push_back(lab);
  auto policy = build_policy(household, Settings{}, image);
  REQUIRE(policy);
  return *policy;
}

// A household whose app retries, a clock that does what the test says, and a disk.
class Home {
 public:
  explicit Home(WallTime begin = utc(11, 23, 12), const std::string& zone = "UTC")
      : zone_(zone), policy_(rules_for({{"Ali", Band::age_10_12}}, zone)) {
    now_ = {MonoTime(Seconds(500)), begin, true};
    auto opened = StateFile::open(folder_.file("s"), begin);
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
    tally_.emplace(now_, *policy_, sums_);
  }

  void closes(const char* who = "Ali", Group group = Group::ads_and_trackers) {
    const auto profile = policy_->profile_of_person(who);
    REQUIRE(profile);
    policy_->moments().note(*profile, group);
    ++sums_.totals[static_cast<std::size_t>(Total::closed)];
  }
  void pass(Seconds time) {
    now_.mono += time;
    now_.wall += time;
    tick();
  }
  void tick() {
    tally_->tick(now_, *policy_, sums_, 1795000000);
    if (!tally_->wants_store(now_.mono) || !disk_works) return;
    ++stores;
    REQUIRE(tally_->store(file_->database(), now_.mono));
  }
  // That long, an app that tries once a minute, and the control thread that looks as often.
  void an_app_tries_for(Seconds time) {
    for (Seconds passed{0}; passed < time; passed += Seconds(60)) {
      closes();
      pass(Seconds(60));
    }
  }
  void idle_for(Seconds time) {
    for (Seconds passed{0}; passed < time; passed += Seconds(60)) pass(Seconds(60));
  }
  void set_clock(WallTime wall) { now_.wall = wall; }
  void trust_clock(bool trusted) { now_.wall_trusted = trusted; }
  void use(const std::vector<std::pair<std::string, Band>>& people) { policy_ = rules_for(people, zone_); }
  const std::shared_ptr<const Policy>& policy() const { return policy_; }
  Tally& tally() { return *tally_; }
  void stop() {
    tally_->stop(now_, sums_, 0);
    if (tally_->wants_store(now_.mono)) REQUIRE(tally_->store(file_->database(), now_.mono));
  }
  void start() { tally_.emplace(now_, *policy_, sums_); }
  void add_total(Total total, std::uint64_t count) { sums_.totals[static_cast<std::size_t>(total)] += count; }
  WallTime wall() const { return now_.wall; }
  Database& database() { return file_->database(); }
  CountStore store() { return CountStore(database()); }

  std::vector<HouseholdDay> days() {
    const auto found = store().household();
    REQUIRE(found);
    return *found;
  }
  ShownCount week_of_ali(std::size_t place = 0) {
    const auto weeks = store().person("Ali", Band::age_10_12, Viewer::guardian);
    REQUIRE(weeks);
    return place < weeks->size() ? (*weeks)[place].of(Group::ads_and_trackers) : ShownCount();
  }
  // What is in the file of the day that goes on, which nobody is shown.
  std::int64_t moments_in_file() {
    auto statement = file_->database().prepare("SELECT coalesce(sum(number), 0) FROM moments");
    REQUIRE(statement.step());
    return statement.number(0);
  }

  int stores = 0;
  bool disk_works = true;

 private:
  TempFolder folder_;
  std::string zone_;
  std::shared_ptr<const Policy> policy_;
  std::optional<StateFile> file_;
  Now now_;
  CounterSums sums_;
  std::optional<Tally> tally_;
};

TEST_CASE("an app that tries every minute of a day is at most 144 moments") {
  Home home(utc(11, 23, 4));
  home.an_app_tries_for(hours(24));
  home.idle_for(hours(2));
  CHECK(home.week_of_ali().about() == 140);
  REQUIRE(home.days().size() == 1);
  CHECK(home.days()[0].of(DayVerdict::closed).about() == 1440);
}

TEST_CASE("the days of 23 and 25 hours have as many moments as they have windows") {
  const std::string berlin = "CET-1CEST,M3.5.0,M10.5.0/3";
  Home spring(utc(3, 28, 3), berlin);
  spring.an_app_tries_for(hours(23));
  spring.idle_for(hours(1));
  REQUIRE(spring.days().size() == 1);
  CHECK(spring.moments_in_file() == 138);
  Home autumn(utc(10, 24, 2), berlin);
  autumn.an_app_tries_for(hours(25));
  autumn.idle_for(hours(1));
  REQUIRE(autumn.days().size() == 1);
  CHECK(autumn.moments_in_file() == 150);
}

TEST_CASE("what was closed at half past midnight is yesterday evening's, and told in the morning") {
  Home home(utc(11, 23, 23));
  home.an_app_tries_for(minutes(120));
  home.idle_for(hours(3));
  CHECK(home.days().empty());
  home.idle_for(minutes(20));  // past four
  REQUIRE(home.days().size() == 1);
  CHECK(home.week_of_ali().about() == 10);  // twelve
}

TEST_CASE("the morning comes on the disk by itself, though nobody asked anything that night") {
  Home home(utc(11, 23, 12));
  home.an_app_tries_for(minutes(30));
  home.idle_for(hours(15) + minutes(45));
  REQUIRE(home.days().size() == 1);
  CHECK(home.week_of_ali().form() == Form::few);
}

TEST_CASE("the disk is written to once an hour, and not at all while nothing happens") {
  Home home(utc(11, 23, 5));
  home.an_app_tries_for(hours(10));
  CHECK(home.stores >= 10);
  CHECK(home.stores <= 12);
  const int before = home.stores;
  home.idle_for(hours(10));
  CHECK(home.stores <= before + 1);
}

TEST_CASE("a clock that is set back and forth makes no moment and loses none of a day that is not over") {
  Home home(utc(11, 23, 12));
  for (int n = 0; n < 6; ++n) {
    home.an_app_tries_for(minutes(5));
    home.set_clock(home.wall() - minutes(50));
    home.an_app_tries_for(minutes(5));
    home.set_clock(home.wall() + minutes(50));
  }
  home.stop();
  CHECK(home.moments_in_file() >= 6);
  CHECK(home.moments_in_file() <= 7);
}

TEST_CASE("while nobody knows the time nothing is counted, and nothing is counted for it afterwards") {
  Home home(utc(11, 23, 12));
  home.trust_clock(false);
  home.add_total(Total::opened, 500);
  home.an_app_tries_for(hours(3));
  CHECK(home.stores == 0);
  home.trust_clock(true);
  home.an_app_tries_for(minutes(30));
  home.stop();
  CHECK(home.moments_in_file() >= 3);
  CHECK(home.moments_in_file() <= 4);
  home.set_clock(utc(11, 24, 12));
  home.idle_for(minutes(20));
  CHECK(home.days().at(0).of(DayVerdict::opened).form() == Form::none);
}

TEST_CASE("after a night of sleep the machine counts one window, not fifty") {
  Home home(utc(11, 23, 20));
  home.closes();
  home.pass(hours(8));
  home.stop();
  CHECK(home.moments_in_file() == 1);
}

TEST_CASE("rules that change within a window make no second moment, and no moment for another") {
  Home home(utc(11, 23, 12));
  home.closes();
  const auto before = home.policy();  // a worker still has it
  home.use({{"Omar", Band::under_10}, {"Ali", Band::age_10_12}});
  home.tick();
  home.closes();
  before->moments().note(*before->profile_of_person("Ali"), Group::ads_and_trackers);
  home.pass(minutes(10));
  home.stop();
  CHECK(home.moments_in_file() == 1);
  const auto omar = home.store().person("Omar", Band::under_10, Viewer::guardian);
  REQUIRE(omar);
  CHECK(omar->empty());
}

TEST_CASE("what a worker notes late under the old rules is not lost") {
  Home home(utc(11, 23, 12));
  auto before = home.policy();
  home.use({{"Omar", Band::under_10}, {"Ali", Band::age_10_12}});
  home.pass(minutes(10));
  before->moments().note(*before->profile_of_person("Ali"), Group::ads_and_trackers);
  before.reset();  // the last worker let go
  home.pass(minutes(10));
  home.stop();
  CHECK(home.moments_in_file() == 1);
}

TEST_CASE("who left while the window was open is not written down") {
  Home home(utc(11, 23, 12));
  home.closes();
  home.use({{"Omar", Band::under_10}});
  home.pass(minutes(10));
  home.stop();
  CHECK(home.moments_in_file() == 0);
}

TEST_CASE("a disk that is full for hours gets all of it later, each day's for its day") {
  Home home(utc(11, 23, 12));
  home.disk_works = false;
  home.an_app_tries_for(hours(24));
  CHECK(home.stores == 0);
  home.disk_works = true;
  home.pass(minutes(10));
  CHECK(home.moments_in_file() >= 144);
  REQUIRE(home.days().size() == 1);
  CHECK(home.week_of_ali().about() == 100);  // sixteen hours' 96
}

TEST_CASE("a clean stop writes the open window down, and a start begins anew") {
  Home home(utc(11, 23, 12));
  home.closes();
  home.stop();
  CHECK(home.moments_in_file() == 1);
  home.start();
  home.pass(minutes(10));
  home.stop();
  CHECK(home.moments_in_file() == 1);
}

TEST_CASE("Start fresh takes what is not on the disk yet too") {
  Home home(utc(11, 23, 12));
  home.an_app_tries_for(minutes(45));
  home.closes();
  REQUIRE(home.tally().start_fresh(home.database(), "Ali"));
  home.pass(minutes(10));
  home.stop();
  CHECK(home.moments_in_file() == 0);
}

TEST_CASE("Start fresh takes what is on the disk, and nobody else's") {
  Home home(utc(11, 23, 12));
  home.use({{"Ali", Band::age_10_12}, {"Omar", Band::under_10}});
  home.tick();
  home.closes("Ali");
  home.closes("Omar");
  home.stop();
  CHECK(home.moments_in_file() == 2);
  home.start();
  home.pass(minutes(10));
  home.closes("Ali");
  home.closes("Omar");
  home.pass(minutes(10));
  REQUIRE(home.tally().start_fresh(home.database(), "Ali"));
  CHECK(home.moments_in_file() == 1);
  home.stop();
  CHECK(home.moments_in_file() == 2);
}

TEST_CASE("a disk that does not take Start fresh has not forgotten half of it") {
  Home home(utc(11, 23, 12));
  home.closes();
  home.stop();
  home.start();
  home.closes();
  home.pass(minutes(10));
  REQUIRE(home.database().run("PRAGMA query_only = ON"));
  CHECK_FALSE(home.tally().start_fresh(home.database(), "Ali"));
  REQUIRE(home.database().run("PRAGMA query_only = OFF"));
  home.stop();
  CHECK(home.moments_in_file() == 2);
}

TEST_CASE("who has another name keeps what was not stored yet, and gets nothing of who had it before") {
  Home home(utc(11, 23, 12));
  home.use({{"Ali", Band::age_10_12}, {"Zoe", Band::under_10}});
  home.tick();
  home.closes("Ali");
  home.closes("Zoe");
  home.pass(minutes(10));
  home.closes("Ali");  // in the window that is open
  REQUIRE(home.tally().lend(home.database(), "Ali", "Zoe"));
  home.use({{"Zoe", Band::age_10_12}});  // the one of that name left before
  REQUIRE(home.tally().rename(home.database(), "Ali", "Zoe"));
  home.pass(minutes(10));
  home.stop();
  CHECK(home.moments_in_file() == 2);
  auto whose = home.database().prepare("SELECT DISTINCT holder FROM moments");
  REQUIRE(whose.step());
  CHECK(whose.text(0) == "Zoe");
}

TEST_CASE("who says `count me` is counted from then on and not from before") {
  Home home(utc(11, 23, 12));
  home.use({{"Zara", Band::age_16_17}});
  home.tick();
  home.closes("Zara");
  home.pass(minutes(10));
  REQUIRE(home.tally().choose(home.database(), "Zara", Band::age_16_17, {.keep = true, .share = false}));
  home.closes("Zara");
  home.pass(minutes(10));
  REQUIRE(home.tally().choose(home.database(), "Zara", Band::age_16_17, {.keep = true, .share = true}));
  home.closes("Zara");
  home.pass(minutes(10));
  home.stop();
  CHECK(home.moments_in_file() == 2);
}

TEST_CASE("a room is shown when twenty devices were there and five had a part, within an hour") {
  Home home(utc(11, 23, 8));
  const auto lab = home.policy()->profile_of_room("Lab");
  REQUIRE(lab);
  const auto device = [](int number) {
    const std::array<std::uint8_t, 6> octets{2, 0, 0, 0, 0, static_cast<std::uint8_t>(number)};
    return MacAddress::from_octets(octets).hash(HashSeed{77});
  };
  for (int window = 0; window < 18; ++window) {
    home.policy()->moments().note(*lab, Group::ads_and_trackers);
    for (int i = 0; i < 40; ++i) home.policy()->moments().note_device(*lab, Group::none, device(i));
    for (int i = 0; i < 10; ++i) home.policy()->moments().note_device(*lab, Group::ads_and_trackers, device(i));
    home.policy()->moments().note(*lab, Group::ways_round);  // one device alone, all day
    home.policy()->moments().note_device(*lab, Group::ways_round, device(3));
    home.pass(minutes(10));
  }
  home.idle_for(hours(18));
  const auto weeks = home.store().room("Lab");
  REQUIRE(weeks);
  REQUIRE(weeks->size() == 1);
  CHECK((*weeks)[0].of(Group::ads_and_trackers).about() == 20);
  CHECK((*weeks)[0].of(Group::ways_round).form() == Form::hidden);
}

}  // namespace
}  // namespace darban
