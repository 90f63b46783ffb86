// SPDX-License-Identifier: Apache-2.0
// Counts on the disk: what may be seen of them, when, and by whom. What goes again is in count_retention_test.cc, what a disk
// does in count_disk_test.cc.
#include <doctest/doctest.h>

#include <array>

#include "tests/unit/store/kept_counts.h"

using namespace darban;
using namespace darban::test;

namespace {

// One week of a room: each group's windows, and to which of them enough devices contributed.
void fill_room(Kept& kept, const std::array<int, kCountedGroups.size()>& windows, GroupSet enough = 0x3f) {
  Harvest harvest(kMonday);
  for (std::size_t i = 0; i < windows.size(); ++i) {
    for (int n = 0; n < windows[i]; ++n) harvest.add_window(HolderKind::room, "Lab", bit_of(kCountedGroups[i]));
  }
  harvest.add_enough(HolderKind::room, "Lab", enough);
  kept.add(harvest);
  kept.begin(day(1));
}

std::size_t hidden_in(const MomentWeek& week) {
  std::size_t hidden = 0;
  for (const ShownCount& count : week.counts) hidden += count.form() == Form::hidden ? 1U : 0U;
  return hidden;
}

}  // namespace

// --- when

TEST_CASE("today is not shown, and this morning yesterday is") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 3);
  kept.add_total(kMonday, DayVerdict::closed, 100);
  CHECK(kept.days().empty());
  CHECK(kept.person("Ali").empty());
  kept.begin(day(1));
  REQUIRE(kept.days().size() == 1);
  CHECK(kept.days()[0].day == kMonday);
  CHECK(kept.days()[0].of(DayVerdict::closed).about() == 100);
  REQUIRE(kept.person("Ali").size() == 1);
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).form() == Form::few);
}

TEST_CASE("looking before and after she goes upstairs shows the same octets") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 30);
  kept.begin(day(1));
  const auto before = kept.person("Ali");
  kept.add_windows(day(1), "Ali", Group::age_doors, 50);
  kept.add_total(day(1), DayVerdict::closed, 500);
  const auto after = kept.person("Ali");
  REQUIRE(before.size() == after.size());
  CHECK(before[0].counts == after[0].counts);
  CHECK(kept.days().size() == 1);
}

TEST_CASE("no time somebody says makes the newest day appear: it is the file that knows which one it is") {
  Kept kept;
  kept.begin(kMonday);
  kept.add_windows(day(1), "Ali", Group::ads_and_trackers, 30);
  kept.reopen();
  REQUIRE(kept.person("Ali").size() == 1);
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).form() == Form::none);
}

TEST_CASE("harvests of a day add up, over restarts too") {
  Kept kept;
  for (int hour = 0; hour < 24; ++hour) {
    kept.add_windows(kMonday, "Ali", Group::ways_round, 2);
    if (hour % 5 == 0) kept.reopen();
  }
  kept.begin(day(1));
  CHECK(kept.person("Ali")[0].of(Group::ways_round).about() == 50);  // 48
}

TEST_CASE("a person's days are shown as weeks, and the newest week grows in the morning") {
  Kept kept;
  for (int n = 0; n < 7; ++n) kept.add_windows(day(n), "Ali", Group::scams_and_malware, 10);
  CHECK(kept.person("Ali").back().of(Group::scams_and_malware).about() == 60);
  kept.add_windows(day(7), "Ali", Group::scams_and_malware, 10);
  kept.begin(day(8));
  const auto weeks = kept.person("Ali");
  REQUIRE(weeks.size() == 2);
  CHECK(weeks[0].monday == kMonday);
  CHECK(weeks[0].of(Group::scams_and_malware).about() == 70);
  CHECK(weeks[1].monday == day(7));
  CHECK(weeks[1].of(Group::scams_and_malware).about() == 10);
}

TEST_CASE("a week in which nothing was closed says none, not nothing") {
  Kept kept;
  kept.begin(kMonday);
  kept.begin(day(1));
  REQUIRE(kept.person("Ali").size() == 1);
  for (const Group group : kCountedGroups) CHECK(kept.person("Ali")[0].of(group).form() == Form::none);
}

// --- clocks

TEST_CASE("a clock that goes back a day adds nothing to what was shown, until it has caught up") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  kept.begin(day(1));
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).about() == 20);
  kept.add_windows(day(1), "Ali", Group::ads_and_trackers, 20);
  kept.begin(day(2));
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).about() == 40);
}

TEST_CASE("a clock that was years ahead for a while is forgotten when it is right again") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  kept.add_windows(day(2000), "Ali", Group::ads_and_trackers, 20);
  CHECK(kept.days().size() == 1);
  kept.add_windows(day(1), "Ali", Group::ads_and_trackers, 20);
  kept.begin(day(2));
  CHECK(kept.days().size() == 2);
  REQUIRE(kept.person("Ali").size() == 1);
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).about() == 40);
}

// --- who

TEST_CASE("a child's numbers are for the child and a guardian, a teenager's for the teenager") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.begin(day(1));
  CHECK(kept.person("Ali", Viewer::guardian).size() == 1);
  CHECK(kept.person("Ali", Viewer::themselves).size() == 1);
  CHECK(kept.person("Zara", Viewer::guardian).empty());
  CHECK(kept.person("Zara", Viewer::themselves).size() == 1);
}

TEST_CASE("who is thirteen shares by their own word, and takes it back by it") {
  Kept kept;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.begin(day(1));
  REQUIRE(kept.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
  CHECK(kept.person("Zara", Viewer::guardian).size() == 1);
  REQUIRE(kept.store().choose("Zara", Band::age_13_15, {}));
  CHECK(kept.person("Zara", Viewer::guardian).empty());
  CHECK(kept.person("Zara").size() == 1);
}

TEST_CASE("of who is sixteen nothing is written down until they want it, and then only they see it") {
  Kept kept;
  kept.add_windows(kMonday, "Omar", Group::ads_and_trackers, 20);
  CHECK(rows_in(kept.database(), "moments") == 0);
  REQUIRE(kept.store().choose("Omar", Band::age_16_17, {.keep = true, .share = true}));
  kept.add_windows(kMonday, "Omar", Group::ads_and_trackers, 30);
  kept.begin(day(1));
  CHECK(kept.person("Omar")[0].of(Group::ads_and_trackers).about() == 30);
  CHECK(kept.person("Omar", Viewer::guardian).empty());
  REQUIRE(kept.store().choose("Omar", Band::age_16_17, {}));
  CHECK(rows_in(kept.database(), "moments") == 0);
  CHECK(kept.person("Omar").empty());
}

TEST_CASE("adults and guests have no row, even if somebody adds them") {
  Kept kept;
  kept.add_windows(kMonday, "Sara", Group::ads_and_trackers, 20);
  kept.add_windows(kMonday, "guest", Group::ads_and_trackers, 20);
  CHECK(rows_in(kept.database(), "moments") == 0);
}

TEST_CASE("who turns sixteen has nothing of the years before the next morning, unless they want it") {
  Kept kept;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.household[2].band = Band::age_16_17;
  kept.begin(day(1));
  CHECK(rows_in(kept.database(), "moments") == 0);
}

TEST_CASE("an auditor sees nobody's, shared or not") {
  Kept kept;
  for (const char* who : {"Ali", "Zara"}) kept.add_windows(kMonday, who, Group::ads_and_trackers, 20);
  kept.begin(day(1));
  REQUIRE(kept.store().choose("Zara", Band::age_13_15, {.keep = false, .share = true}));
  for (const char* who : {"Ali", "Zara"}) CHECK(kept.person(who, Viewer::auditor).empty());
}

TEST_CASE("who is made younger in the file shows nothing of what was their own, and begins anew") {
  Kept kept;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.begin(day(1));
  kept.household[2].band = Band::age_10_12;
  CHECK(kept.person("Zara", Viewer::guardian).empty());
  CHECK(kept.person("Zara").size() == 1);                         // they themselves still do
  kept.add_windows(day(1), "Zara", Group::ads_and_trackers, 30);  // may be from before
  kept.begin(day(2));
  REQUIRE(kept.person("Zara", Viewer::guardian).size() == 1);
  CHECK(kept.person("Zara", Viewer::guardian)[0].of(Group::ads_and_trackers).form() == Form::none);
  kept.add_windows(day(2), "Zara", Group::ads_and_trackers, 10);
  kept.begin(day(3));
  CHECK(kept.person("Zara", Viewer::guardian)[0].of(Group::ads_and_trackers).about() == 10);
}

TEST_CASE("made an adult first and a child then, or renamed, it is the same") {
  Kept kept;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.household[2].band = Band::adult;
  kept.add_windows(kMonday, "Zara", Group::ads_and_trackers, 20);
  kept.household[2].band = Band::under_10;
  kept.household[2].name = "Zoe";
  kept.rename("Zara", "Zoe");
  kept.begin(day(1));
  for (const MomentWeek& week : kept.person("Zoe", Viewer::guardian))
    CHECK(week.of(Group::ads_and_trackers).form() == Form::none);
}

TEST_CASE("who grows older keeps their weeks for themselves") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  kept.household[1].band = Band::age_13_15;
  kept.begin(day(1));
  CHECK(kept.person("Ali").at(0).of(Group::ads_and_trackers).about() == 20);
  CHECK(kept.person("Ali", Viewer::guardian).empty());
}

TEST_CASE("a word that one's age does not decide is not kept") {
  Kept kept;
  for (const Band band : {Band::under_10, Band::age_10_12, Band::adult}) {
    REQUIRE(kept.store().choose("Ali", band, {.keep = true, .share = true}));
    CHECK(*kept.store().choices_of("Ali") == CountChoices());
  }
  REQUIRE(kept.store().choose("Ali", Band::age_13_15, {.keep = true, .share = true}));
  CHECK(*kept.store().choices_of("Ali") == CountChoices{.keep = false, .share = true});
  REQUIRE(kept.store().choose("Ali", Band::age_16_17, {.keep = true, .share = true}));
  CHECK(*kept.store().choices_of("Ali") == CountChoices{.keep = true, .share = false});
}

// --- rooms

TEST_CASE("a room's cell is shown with ten moments and enough devices, and hidden with either missing") {
  Kept kept;
  fill_room(kept, {10, 9, 40, 40, 40, 0},
            bit_of(Group::scams_and_malware) | bit_of(Group::ads_and_trackers) | bit_of(Group::age_doors));
  REQUIRE(kept.room().size() == 1);
  const MomentWeek week = kept.room()[0];
  CHECK(week.of(Group::scams_and_malware).about() == 10);
  CHECK(week.of(Group::ads_and_trackers).form() == Form::hidden);  // nine
  CHECK(week.of(Group::age_doors).about() == 40);
  CHECK(week.of(Group::ways_round).form() == Form::hidden);  // too few devices
  CHECK(week.of(Group::own_rules).form() == Form::hidden);   // none: not even that is said
}

TEST_CASE("where one cell alone would be hidden, the smallest other one is hidden with it") {
  Kept kept;
  fill_room(kept, {50, 40, 30, 20, 60, 3});
  const MomentWeek week = kept.room().at(0);
  CHECK(hidden_in(week) == 2);
  CHECK(week.of(Group::own_rules).form() == Form::hidden);
  CHECK(week.of(Group::ways_round).form() == Form::hidden);
  CHECK(week.of(Group::scams_and_malware).about() == 50);
}

TEST_CASE("where all may be shown, or two are hidden anyway, no other cell is") {
  Kept all;
  fill_room(all, {50, 40, 30, 20, 60, 30});
  CHECK(hidden_in(all.room().at(0)) == 0);
  Kept two;
  fill_room(two, {50, 40, 30, 20, 3, 3});
  CHECK(hidden_in(two.room().at(0)) == 2);
}

TEST_CASE("a room in which too few devices were is as a room that is not there") {
  Kept kept;
  fill_room(kept, {50, 50, 50, 50, 50, 50}, 0);
  CHECK(kept.room().empty());
  const auto unknown = kept.store().room("no such room");
  REQUIRE(unknown);
  CHECK(unknown->empty());
}

TEST_CASE("a room is no person: its numbers are not had by asking for one of that name") {
  Kept kept;
  fill_room(kept, {50, 50, 50, 50, 50, 50});
  const auto weeks = kept.store().person("Lab", Band::age_10_12, Viewer::guardian);
  REQUIRE(weeks);
  for (const MomentWeek& week : *weeks) {
    for (const ShownCount& count : week.counts) CHECK(count.form() == Form::none);
  }
}
