// SPDX-License-Identifier: Apache-2.0
// Counts on the disk: what goes in, what may be seen of it and when, and what goes again.
#include "store/count_store.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "store/schema.h"
#include "store/state_file.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

using Form = ShownCount::Form;

constexpr CountDay kMonday{20780};  // 2026-11-23
static_assert(monday_of_week(week_of(kMonday)) == kMonday);

CountDay day(std::int32_t after) { return plus_days(kMonday, after); }

class Kept {
 public:
  Kept() { reopen(); }
  void reopen() {
    file_.reset();
    auto opened = StateFile::open(path(), WallTime(Seconds(1795705500)));
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
  }
  void close() { file_.reset(); }
  CountStore store() { return CountStore(file_->database()); }
  Database& database() { return file_->database(); }
  std::string path() const { return folder_.file("s"); }

  std::vector<MomentHolder> household{
      {HolderKind::nobody, "guest", Band::guest, 0x3f},    {HolderKind::person, "Ali", Band::age_10_12, 0x3f},
      {HolderKind::person, "Zara", Band::age_13_15, 0x3f}, {HolderKind::person, "Omar", Band::age_16_17, 0x3f},
      {HolderKind::person, "Sara", Band::adult, 0x3f},     {HolderKind::room, "Lab", Band::pupil_secondary, 0x3f}};

  void add(const Harvest& harvest) { REQUIRE(store().add(harvest, household)); }
  // The next day began: what came before is released.
  void begin(CountDay next) { add(Harvest(next)); }
  void add_windows(CountDay when, const std::string& name, Group group, int windows = 1) {
    Harvest harvest(when);
    for (int i = 0; i < windows; ++i) harvest.add_window(kind_of(name), name, bit_of(group));
    add(harvest);
  }
  void add_total(CountDay when, DayVerdict verdict, std::uint64_t count) {
    Harvest harvest(when);
    harvest.add(verdict, count);
    add(harvest);
  }
  void rename(const std::string& from, const std::string& to) {
    REQUIRE(store().lend_to(to, from));
    REQUIRE(store().leave(from));
  }
  std::vector<MomentWeek> person(const std::string& name, Viewer viewer = Viewer::themselves) {
    const auto weeks = store().person(name, band_of(name), viewer);
    REQUIRE(weeks);
    return *weeks;
  }
  std::vector<MomentWeek> room() {
    const auto weeks = store().room("Lab");
    REQUIRE(weeks);
    return *weeks;
  }
  std::vector<HouseholdDay> days() {
    const auto found = store().household();
    REQUIRE(found);
    return *found;
  }

 private:
  const MomentHolder& holder(const std::string& name) const {
    for (const MomentHolder& each : household) {
      if (each.name == name) return each;
    }
    FAIL("nobody of that name");
    return household.front();
  }
  Band band_of(const std::string& name) const { return holder(name).band; }
  HolderKind kind_of(const std::string& name) const { return holder(name).kind; }
  TempFolder folder_;
  std::optional<StateFile> file_;
};

std::int64_t rows_in(Database& database, const std::string& table) {
  auto statement = database.prepare(("SELECT count(*) FROM " + table).c_str());
  REQUIRE(statement.step());
  return statement.number(0);
}

// What this process gave to write() and its like so far, in octets; nothing where the kernel does not say.
std::optional<std::uint64_t> written_so_far() {
  std::ifstream in("/proc/self/io");
  for (std::string key; in >> key;) {
    std::uint64_t value = 0;
    in >> value;
    if (key == "wchar:") return value;
  }
  return std::nullopt;
}

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

// --- the disk

TEST_CASE("a harvest is written whole or not at all") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  REQUIRE(kept.database().run("CREATE TRIGGER no_health BEFORE INSERT ON health_days BEGIN SELECT RAISE(ABORT, 'enough'); END"));
  Harvest harvest(kMonday);
  harvest.add_window(HolderKind::person, "Ali", bit_of(Group::age_doors));
  harvest.add(DayVerdict::closed, 50);
  harvest.add(DayHealth::later, 1);
  CHECK_FALSE(kept.store().add(harvest, kept.household));
  REQUIRE(kept.database().run("DROP TRIGGER no_health"));
  kept.begin(day(1));
  CHECK(kept.days()[0].of(DayVerdict::closed).form() == Form::none);
  CHECK(kept.person("Ali")[0].of(Group::age_doors).form() == Form::none);
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).about() == 20);
}

TEST_CASE("the power may go at any moment: what was answered as done is there") {
  Kept kept;
  TempFolder other;
  for (int n = 0; n < 30; ++n) {
    kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 1);
    // The file as a power cut would leave it: copied while it is open, with whatever log it has.
    const std::string copy = other.file("s" + std::to_string(n));
    for (const char* end : {"", "-wal"}) {
      std::error_code missing;
      std::filesystem::copy_file(kept.path() + end, copy + end, missing);
    }
    auto found = StateFile::open(copy, WallTime(Seconds(1795705500)));
    REQUIRE(found);
    auto statement = found->database().prepare("SELECT number FROM moments");
    REQUIRE(statement.step());
    CHECK(statement.number(0) == n + 1);
  }
}

TEST_CASE("the log holds no history of the day's hours: it is empty after every harvest") {
  Kept kept;
  for (int hour = 0; hour < 10; ++hour) {
    kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 1);
    CHECK(std::filesystem::file_size(kept.path() + "-wal") == 0);
  }
}

TEST_CASE("a file of the version before counts gets their tables and keeps its grants") {
  TempFolder folder;
  {
    const std::array<const char*, 1> before{state_migrations()[0]};
    auto old = Database::open(folder.file("s"), before);
    REQUIRE(old);
    REQUIRE(
        old->run("INSERT INTO grants (who, name, what, given, begins, granted, boot, anchor, remaining) "
                 "VALUES ('person', 'Ali', 'pause', 0, 0, 60, '', 0, 60000)"));
  }
  auto file = StateFile::open(folder.file("s"), WallTime(Seconds(1795705500)));
  REQUIRE(file);
  CHECK_FALSE(file->began_anew());
  CHECK(rows_in(file->database(), "grants") == 1);
  CHECK(rows_in(file->database(), "moments") == 0);
}

TEST_CASE("a family's busiest day writes less than 512 KiB to the flash") {
  Kept kept;
  const std::vector<std::string> children{"Ali", "Zara", "Bilal", "Hina", "Imran"};
  kept.household.clear();
  for (const std::string& name : children) kept.household.push_back({HolderKind::person, name, Band::age_10_12, 0x3f});
  for (int n = 0; n < 35; ++n) {  // a file that has some weeks in it
    Harvest harvest(day(n));
    for (const std::string& name : children) harvest.add_window(HolderKind::person, name, 0x3f);
    kept.add(harvest);
  }
  const auto before = written_so_far();
  if (!before) return;
  for (int hour = 0; hour < 25; ++hour) {
    Harvest harvest(day(35));
    for (int window = 0; window < 6; ++window) {
      for (const std::string& name : children) harvest.add_window(HolderKind::person, name, 0x3f);
    }
    for (std::size_t i = 0; i < kDayVerdicts; ++i) harvest.add(static_cast<DayVerdict>(i), 5000);
    for (std::size_t i = 0; i < kDayHealth; ++i) harvest.add(static_cast<DayHealth>(i), 5000);
    harvest.set_lists_built(1795000000);
    kept.add(harvest);
  }
  const std::uint64_t written = *written_so_far() - *before;
  MESSAGE("a busy day writes " << written / 1024 << " KiB");
  CHECK(written < 512U * 1024U);
}

TEST_CASE("ten thousand people's day is written and shown") {
  Kept kept;
  kept.household.clear();
  Harvest harvest(kMonday);
  for (int i = 0; i < 10000; ++i) {
    kept.household.push_back({HolderKind::person, "p" + std::to_string(i), Band::age_10_12, 0x3f});
    harvest.add_window(HolderKind::person, kept.household.back().name, 0x3f);
  }
  kept.add(harvest);
  kept.begin(day(1));
  CHECK(rows_in(kept.database(), "moments") == 60000);
  CHECK(kept.person("p9999")[0].of(Group::own_rules).form() == Form::few);
}
