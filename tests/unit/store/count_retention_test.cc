// SPDX-License-Identifier: Apache-2.0
// How long counts are kept, and what becomes of those of who leaves, begins fresh or has another name.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/store/kept_counts.h"

using namespace darban;
using namespace darban::test;

// --- how long

TEST_CASE("after 35 days a person's days become their weeks, and no number changes by it") {
  Kept kept;
  for (int n = 0; n < 20; ++n) kept.add_windows(day(n), "Ali", Group::ads_and_trackers, 5);
  kept.begin(day(20));
  const auto before = kept.person("Ali");
  for (int n = 21; n < 50; ++n) kept.begin(day(n));
  const auto after = kept.person("Ali");
  REQUIRE(after.size() >= before.size());
  for (std::size_t i = 0; i < before.size(); ++i) {
    CHECK(before[i].monday == after[i].monday);
    CHECK(before[i].counts == after[i].counts);
  }
  auto oldest = kept.database().prepare("SELECT min(day) FROM moments");
  REQUIRE(oldest.step());
  CHECK(oldest.number(0) == number_of(day(49 - 35)));
}

TEST_CASE("the household's days are kept for 35 days, health for 90, a person's weeks for 13 months") {
  Kept kept;
  for (int n = 0; n < 480; ++n) {
    Harvest harvest(day(n));
    harvest.add_window(HolderKind::person, "Ali", bit_of(Group::ads_and_trackers));
    harvest.add(DayHealth::cache_hits, 12);
    kept.add(harvest);
  }
  CHECK(kept.days().size() == 35);
  const auto health = kept.store().health();
  REQUIRE(health);
  CHECK(health->size() == 90);
  const auto weeks = kept.person("Ali");
  CHECK(weeks.size() >= 56);
  CHECK(weeks.size() <= 58);
  CHECK(week_of(weeks.front().monday) == week_of(day(479)) - 56);
}

TEST_CASE("on the first day after a long gap nothing is thrown away yet") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  kept.begin(day(100));
  CHECK(rows_in(kept.database(), "moments") == 1);
  kept.begin(day(101));
  CHECK(rows_in(kept.database(), "moments") == 0);
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).about() == 20);
}

TEST_CASE("health is shown the next morning, in tens, with which lists there were") {
  Kept kept;
  Harvest harvest(kMonday);
  harvest.add(DayHealth::cache_hits, 1234);
  harvest.set_lists_built(1795000000);
  kept.add(harvest);
  CHECK(kept.store().health()->empty());
  kept.begin(day(1));
  const auto health = kept.store().health();
  REQUIRE(health);
  REQUIRE(health->size() == 1);
  CHECK((*health)[0].of(DayHealth::cache_hits).about() == 1230);
  CHECK((*health)[0].of(DayHealth::later).form() == Form::none);
  CHECK((*health)[0].lists_built == 1795000000);
}

// --- people come and go

TEST_CASE("Start fresh wipes a person's days and weeks and nobody else's, and their name is not in the file any more") {
  Kept kept;
  kept.household[1].name = "Xanthippe";
  for (int n = 0; n < 60; ++n) {
    kept.add_windows(day(n), "Xanthippe", Group::ads_and_trackers);
    kept.add_windows(day(n), "Zara", Group::ads_and_trackers);
  }
  CHECK(rows_in(kept.database(), "moment_weeks") > 0);
  REQUIRE(kept.store().start_fresh("Xanthippe"));
  for (const MomentWeek& week : kept.person("Xanthippe")) CHECK(week.of(Group::ads_and_trackers).form() == Form::none);
  CHECK(kept.person("Zara")[0].of(Group::ads_and_trackers).form() == Form::few);
  kept.close();
  std::ifstream in(kept.path(), std::ios::binary);
  const std::string octets{std::istreambuf_iterator<char>(in), {}};
  CHECK(octets.find("Zara") != std::string::npos);
  CHECK(octets.find("Xanthippe") == std::string::npos);
}

TEST_CASE("who left the household leaves with the day, and what they chose too") {
  Kept kept;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  REQUIRE(kept.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
  kept.household.erase(kept.household.begin() + 2);
  kept.begin(kMonday);
  CHECK(rows_in(kept.database(), "moments") == 1);  // an editor's slip is mended by the evening
  kept.begin(day(1));
  CHECK(rows_in(kept.database(), "moments") == 0);
  CHECK(rows_in(kept.database(), "count_choices") == 0);
}

TEST_CASE("a person who is renamed keeps their numbers and their word, and gets nobody else's") {
  Kept kept;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 70);
  REQUIRE(kept.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
  REQUIRE(kept.store().choose("Ali", Band::age_10_12, {.keep = true, .share = false}));
  kept.rename("Zara", "Ali");
  CHECK(*kept.store().choices_of("Ali") == CountChoices{.keep = false, .share = true});
  CHECK(*kept.store().choices_of("Zara") == CountChoices{});
  kept.household = {{HolderKind::person, "Ali", Band::age_13_15, 0x3f}};
  kept.begin(day(1));
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).about() == 20);
}

TEST_CASE("a kill between the two steps of a new name loses nothing, whichever name the household has then") {
  for (const bool written : {true, false}) {
    CAPTURE(written);
    Kept kept;
    kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
    REQUIRE(kept.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
    REQUIRE(kept.store().lend_to("Zoe", "Zara"));
    kept.reopen();
    const std::string name = written ? "Zoe" : "Zara";
    kept.household[2].name = name;
    kept.begin(day(1));
    CHECK(kept.person(name)[0].of(Group::ads_and_trackers).about() == 20);
    CHECK(kept.store().choices_of(name)->share);
    CHECK(rows_in(kept.database(), "moments") == 1);
    CHECK(rows_in(kept.database(), "count_choices") == 1);
    CHECK(rows_in(kept.database(), "own_numbers WHERE person <> 'Omar'") == 1);
  }
}

TEST_CASE("who is renamed a second time, after a kill, has what they had and not what was lent") {
  Kept kept;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  REQUIRE(kept.store().lend_to("Zoe", "Zara"));
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.rename("Zara", "Zoe");
  kept.household[2].name = "Zoe";
  kept.begin(day(1));
  CHECK(kept.person("Zoe")[0].of(Group::ads_and_trackers).about() == 40);
}

TEST_CASE("a name may be anything a household writes") {
  Kept kept;
  for (const std::string& name :
       {std::string("O'Brien \"; DROP TABLE moments; --"), std::string("\xd8\xb9\xd9\x84\xdb\x8c"), std::string("%_?1")}) {
    kept.household[1].name = name;
    kept.add_windows(kMonday, name, Group::ads_and_trackers, 20);
    REQUIRE(kept.store().lend_to(name, name));
    kept.rename(name, "Ali");
    kept.rename("Ali", name);
    const auto row = rows_in(kept.database(), "moments");
    CHECK(row == 1);
    REQUIRE(kept.store().start_fresh(name));
    CHECK(rows_in(kept.database(), "moments") == 0);
  }
}
