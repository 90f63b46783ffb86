// SPDX-License-Identifier: Apache-2.0
// Which questions become a moment of somebody's, and which never do.
#include "policy/moments.h"

#include <doctest/doctest.h>

#include <memory>
#include <string>
#include <vector>

#include "engine/engine.h"
#include "policy/build.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"
#include "tests/support/packet.h"
#include "tests/support/reveal_moments.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr CategoryId kTrackers{1}, kAdult{2}, kGambling{3}, kDrugs{4}, kSelfHarm{5}, kGaming{6};
const WallTime kMonday2000{Seconds{1795464000}};  // 2026-11-23 20:00 UTC

WrittenPerson person(std::string name, Band band, const char* address) {
  WrittenPerson written;
  written.name = std::move(name);
  written.profile.band = band;
  written.devices.push_back({"phone", {}, {*IpPrefix::from_text(address)}, {}});
  return written;
}

struct House {
  Household household;
  Settings settings;
  Now now{MonoTime(Seconds(5000)), kMonday2000, true};
  std::shared_ptr<const Policy> policy;
  std::unique_ptr<Engine> engine;
  std::vector<std::uint8_t> room = std::vector<std::uint8_t>(65535);
  std::vector<std::unique_ptr<Query>> waiting;

  explicit House(Band band = Band::age_10_12) {
    household.people = {person("Ali", band, "192.168.1.10"), person("Sara", Band::adult, "192.168.1.20")};
    settings.allow_from = {"192.168.0.0/16"_prefix};
    open();
  }
  void open() {
    const auto image = image_of({{kTrackers, "trackers", true},
                                 {kAdult, "adult", true},
                                 {kGambling, "gambling"},
                                 {kDrugs, "drugs"},
                                 {kSelfHarm, "self-harm"},
                                 {kGaming, "gaming"}},
                                {{"tracker.example", kTrackers},
                                 {"adult.example", kAdult},
                                 {"casino.example", kGambling},
                                 {"drugs.example", kDrugs},
                                 {"hurt.example", kSelfHarm},
                                 {"games.example", kGaming},
                                 {"connectivitycheck.gstatic.com", kTrackers}});
    const auto built = build_policy(household, settings, image);
    REQUIRE(built);
    policy = *built;
    if (!engine) engine = std::make_unique<Engine>(EngineLimits{}, HashSeed{7});
    engine->use(*policy, ++generation, now);
  }
  Next ask(const char* name, const char* from = "192.168.1.10") {
    auto query = std::make_unique<Query>();
    const Packet packet = Packet::query().question(name).opt();
    const Octets octets = packet.octets();
    const std::vector<std::uint8_t> request(octets.begin(), octets.end());
    query->request = request;
    query->room = room;
    query->client = *IpAddress::from_text(from);
    query->asked = "192.168.1.1"_ip;
    engine->read(*query, now);
    const Next next = engine->ask(*query, now);
    query->request = {};
    if (next != Next::reply) waiting.push_back(std::move(query));
    return next;
  }
  void upstream_says(const Packet& answer) {
    engine->answered(engine->ticket_of(*waiting.back()), answer.octets(), now, room, [](Query&) {});
  }
  RevealMoments::ByName moments() const { return RevealMoments::moments(policy->moments()); }
  std::uint64_t count(Total what) const { return std::as_const(*engine).counters().of(what); }
  std::uint64_t generation = 0;
};

}  // namespace

TEST_CASE("what is closed for somebody is one moment of its group, however often an app retries") {
  House house;
  for (int i = 0; i < 100; ++i) house.ask("tracker.example");
  CHECK(house.moments() == RevealMoments::ByName{{"Ali", bit_of(Group::ads_and_trackers)}});
  CHECK(house.count(Total::closed) == 100);
}

TEST_CASE("what is open for somebody is no moment") {
  House house;
  house.ask("a.test-site.example");
  house.upstream_says(Packet::response().question("a.test-site.example").a("a.test-site.example", 300, {198, 18, 0, 1}));
  CHECK(house.count(Total::opened) == 1);
  CHECK(house.moments().empty());
}

TEST_CASE("a sensitive topic is closed and leaves no trace: no moment, no total") {
  House house;
  CHECK(house.ask("hurt.example") == Next::reply);
  CHECK(house.moments().empty());
  for (const Total total : {Total::opened, Total::closed, Total::closed_by_time, Total::safer, Total::failed})
    CHECK(house.count(total) == 0);
}

TEST_CASE("a vital name leaves no trace in any hour") {
  House house;
  house.household.people[0].profile.timetable = {{0x7f, 0, 24 * 60, Mode::off, {}, {}}};
  house.open();
  house.ask("connectivitycheck.gstatic.com");
  house.upstream_says(
      Packet::response().question("connectivitycheck.gstatic.com").a("connectivitycheck.gstatic.com", 300, {198, 18, 0, 1}));
  CHECK(house.moments().empty());
  CHECK(house.count(Total::opened) == 0);
}

TEST_CASE("at bedtime everything that is closed is closed by time, and says nothing of what it was") {
  House house;
  house.household.people[0].profile.timetable = {{0x7f, 0, 24 * 60, Mode::off, {}, {}}};
  house.open();
  house.ask("adult.example");
  house.ask("a.test-site.example");
  CHECK(house.moments() == RevealMoments::ByName{{"Ali", bit_of(Group::closed_by_time)}});
}

TEST_CASE("an answer that leads to a closed tracker is a moment too") {
  House house;
  house.ask("shop.test-site.example");
  house.upstream_says(Packet::response()
                          .question("shop.test-site.example")
                          .cname("shop.test-site.example", 300, "tracker.example")
                          .a("tracker.example", 300, {198, 18, 0, 1}));
  CHECK(house.moments() == RevealMoments::ByName{{"Ali", bit_of(Group::ads_and_trackers)}});
}

TEST_CASE("who waited while the rules changed is noted under the rules that answered") {
  House house;
  house.household.people.insert(house.household.people.begin(), person("Omar", Band::under_10, "192.168.1.30"));
  const auto before = house.policy;
  house.ask("shop.test-site.example");  // Ali has the first place
  house.open();                         // now Omar has
  house.upstream_says(Packet::response()
                          .question("shop.test-site.example")
                          .cname("shop.test-site.example", 300, "tracker.example")
                          .a("tracker.example", 300, {198, 18, 0, 1}));
  CHECK(house.moments() == RevealMoments::ByName{{"Ali", bit_of(Group::ads_and_trackers)}});
  CHECK(RevealMoments::moments(before->moments()).empty());
}

TEST_CASE("age doors are part of a home's total with children only, and not with a teenager") {
  House with_children(Band::age_10_12);
  with_children.ask("adult.example");
  CHECK(with_children.count(Total::closed) == 1);
  House with_teenager(Band::age_13_15);
  with_teenager.ask("adult.example");
  CHECK(with_teenager.count(Total::closed) == 0);
  CHECK(with_teenager.moments() == RevealMoments::ByName{{"Ali", bit_of(Group::age_doors)}});
  with_teenager.ask("tracker.example");
  CHECK(with_teenager.count(Total::closed) == 1);
}

TEST_CASE("of a room it is noted how many devices had a part, by their addresses where there is no MAC") {
  House house;
  WrittenRoom lab;
  lab.label = "Lab";
  lab.prefix = "192.168.2.0/24"_prefix;
  lab.profile.band = Band::pupil_secondary;
  house.household.rooms = {lab};
  house.open();
  RevealMoments::salt(house.policy->moments(), HashSeed{77});
  for (int i = 1; i <= 60; ++i) house.ask("tracker.example", ("192.168.2." + std::to_string(i)).c_str());
  CHECK(RevealMoments::enough(house.policy->moments()) == RevealMoments::ByName{{"Lab", bit_of(Group::ads_and_trackers)}});
  for (int i = 1; i <= 60; ++i) house.ask("tracker.example", "192.168.2.1");
  CHECK(RevealMoments::enough(house.policy->moments()).empty());
  CHECK(house.moments() == RevealMoments::ByName{{"Lab", bit_of(Group::ads_and_trackers)}});
}
