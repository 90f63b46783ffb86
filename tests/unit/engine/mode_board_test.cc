// SPDX-License-Identifier: Apache-2.0
// What a worker remembers of the time, while the clock is set, the house is idle, and the rules change. 2026-11-23 is a Monday.
#include "engine/mode_board.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;
using namespace std::chrono;

namespace {

// Ali is in bed from 21 to 7, by the clock of `zone`.
std::shared_ptr<const Policy> bedtime_in(std::string zone) {
  Household household = family();
  household.zone = std::move(zone);
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime)};
  return built(household);
}

// A worker's clocks: time goes by on both, a step moves the wall clock alone.
class Clocks {
 public:
  explicit Clocks(WallTime wall) { now_.wall = wall; }
  void pass(Seconds time) {
    now_.mono += time;
    now_.wall += time;
  }
  void step(Seconds time) { now_.wall += time; }
  void trust(bool trusted) { now_.wall_trusted = trusted; }
  const Now& now() const { return now_; }

 private:
  Now now_{MonoTime(Seconds(1000)), {}, true};
};

struct Worker {
  std::shared_ptr<const Policy> policy;
  ModeBoard board{};
  std::uint64_t generation = 1;

  // As for each batch of questions.
  ModeAt mode(const Now& now) {
    board.use(*policy, generation, now);
    const auto id = *policy->profile_of_person("Ali");
    const auto tablet = "02:00:00:00:00:07"_mac;
    const Asker asker = policy->asker_of(*IpAddress::from_text("192.168.1.7"), &tablet);
    REQUIRE(asker.profile == id);
    return board.mode_of(asker, now);
  }
};

WallTime utc(int month, int day, int hour, int minute = 0) { return sys_days{year{2026} / month / day} + hours(hour) + minutes(minute); }

}  // namespace

TEST_CASE("a mode is kept to its edge and worked out anew there") {
  Worker worker{bedtime_in("UTC")};
  Clocks clocks(utc(11, 23, 20, 59));
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
  clocks.pass(seconds(59));
  CHECK(worker.mode(clocks.now()).until == utc(11, 23, 21));
  clocks.pass(seconds(1));
  CHECK(worker.mode(clocks.now()).mode == Mode::bedtime);
  clocks.pass(hours(10));
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
}

TEST_CASE("a clock that is set back over an edge, by minutes or by years, brings the mode before it back") {
  for (const Seconds step : {seconds(31), seconds(minutes(5)), seconds(hours(12)), seconds(days(400))}) {
    Worker worker{bedtime_in("UTC")};
    Clocks clocks(utc(11, 23, 21, 0));
    CHECK(worker.mode(clocks.now()).mode == Mode::bedtime);
    clocks.step(-step);
    const ModeAt mode = worker.mode(clocks.now());
    CHECK(mode.mode == worker.policy->mode_at(worker.policy->asker_of(*IpAddress::from_text("192.168.1.7"), nullptr), clocks.now()).mode);
    CHECK(mode.until > clocks.now().wall);
    CHECK(mode.until <= clocks.now().wall + hours(14));
  }
}

TEST_CASE("a clock that is set forward over two edges does not end in the mode between them") {
  Worker worker{bedtime_in("UTC")};
  Clocks clocks(utc(11, 23, 20));
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
  clocks.step(hours(12));
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
  CHECK(worker.mode(clocks.now()).until == utc(11, 24, 21));
  clocks.step(hours(14));
  CHECK(worker.mode(clocks.now()).mode == Mode::bedtime);
}

TEST_CASE("a suspended machine wakes up in the mode of the hour") {
  Worker worker{bedtime_in("UTC")};
  Clocks clocks(utc(11, 23, 20));
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
  clocks.step(hours(2));  // the monotonic clock stood still
  CHECK(worker.mode(clocks.now()).mode == Mode::bedtime);
}

TEST_CASE("an idle house over the night of a clock change asks nothing and is right in the morning") {
  // 2026-03-29 01:00 UTC: 01:00 becomes 02:00. 2026-10-25 01:00 UTC: 02:00 becomes 01:00.
  for (const auto& [evening, morning_free, morning_bed] :
       {std::tuple{utc(3, 28, 20), utc(3, 29, 6), utc(3, 29, 5, 59)}, std::tuple{utc(10, 24, 19), utc(10, 25, 7), utc(10, 25, 6, 59)}}) {
    Worker worker{bedtime_in("Europe/London")};
    Clocks clocks(evening);
    CHECK(worker.mode(clocks.now()).mode == Mode::free);
    clocks.pass(morning_bed - evening);
    CHECK(worker.mode(clocks.now()).mode == Mode::bedtime);
    CHECK(worker.mode(clocks.now()).until == morning_free);
    clocks.pass(minutes(1));
    CHECK(worker.mode(clocks.now()).mode == Mode::free);
  }
}

TEST_CASE("a new zone in the household moves the edges at once") {
  Worker worker{bedtime_in("UTC")};
  Clocks clocks(utc(11, 23, 17));  // 22:00 in Karachi
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
  worker.policy = bedtime_in("Asia/Karachi");
  ++worker.generation;
  CHECK(worker.mode(clocks.now()).mode == Mode::bedtime);
  CHECK(worker.mode(clocks.now()).until == utc(11, 24, 2));
}

TEST_CASE("without a trusted clock time rules are off, and the first question after it is trusted meets them") {
  Worker worker{bedtime_in("UTC")};
  Clocks clocks(utc(11, 23, 23));
  clocks.trust(false);
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
  CHECK(worker.mode(clocks.now()).until == kNever);
  clocks.pass(seconds(9));
  clocks.trust(true);
  CHECK(worker.mode(clocks.now()).mode == Mode::bedtime);
  clocks.trust(false);
  CHECK(worker.mode(clocks.now()).mode == Mode::free);
}

TEST_CASE("names of time servers are open in bedtime, time off and while the clock is not known: without them it never would be") {
  Household household = family();
  household.people[0].profile.timetable = {window(kDaily, 0, 24, Mode::off)};
  household.people[0].profile.block = {{"ntp.org", {}}, {"windows.com", {}}, {"apple.com", {}}};
  household.people[0].profile.allow_list = true;
  const auto policy = built(household);
  Now lost = karachi(23, 12);
  lost.wall_trusted = false;
  for (const char* name : {"pool.ntp.org", "2.debian.pool.ntp.org", "time.windows.com", "time.apple.com", "time.google.com",
                           "time.cloudflare.com", "time.android.com", "ntp.ubuntu.com"}) {
    CAPTURE(name);
    const Name asked = *Name::from_text(name);
    for (const Now& now : {karachi(23, 12), lost}) {
      const Verdict verdict = test::verdict(*policy, "Ali", asked, now);
      CHECK(verdict.action == Action::allow);
      CHECK(verdict.step == Step::never_block);
    }
  }
}
