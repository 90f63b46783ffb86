// SPDX-License-Identifier: Apache-2.0
// What is counted of whom, who may see it, and when a day begins.
#include "policy/count_rules.h"

#include <doctest/doctest.h>

#include <chrono>

using namespace darban;

namespace {

using std::chrono::hours;
using std::chrono::minutes;

WallTime utc(int month, int day, int hour, int minute = 0) {
  using namespace std::chrono;
  return sys_days{year{2026} / month / day} + hours(hour) + minutes(minute);
}

CountDay date(int month, int day) {
  using namespace std::chrono;
  return static_cast<CountDay>(sys_days{year{2026} / month / day}.time_since_epoch().count());
}

Zone berlin() { return *Zone::from_text("CET-1CEST,M3.5.0,M10.5.0/3"); }

constexpr CountChoices kSilent{};
constexpr CountChoices kShares{.keep = false, .share = true};
constexpr CountChoices kKeeps{.keep = true, .share = false};
constexpr CountChoices kBoth{.keep = true, .share = true};

constexpr std::array kBands{Band::under_10, Band::age_10_12, Band::age_13_15,     Band::age_16_17,       Band::adult, Band::guest,
                            Band::things,   Band::staff,     Band::pupil_primary, Band::pupil_secondary, Band::exam};

}  // namespace

TEST_CASE("each of the six groups has a bit of its own, and what is merely closed has none") {
  GroupSet all = 0;
  for (const Group group : kCountedGroups) {
    CHECK(bit_of(group) != 0);
    CHECK_FALSE(has(all, group));
    all = static_cast<GroupSet>(all | bit_of(group));
  }
  CHECK(bit_of(Group::none) == 0);
  CHECK(bit_of(Group::other) == 0);
}

TEST_CASE("a number that could name a topic is not counted: age doors need three categories") {
  CHECK_FALSE(has(countable_groups(0, 0), Group::age_doors));
  CHECK_FALSE(has(countable_groups(1, 0), Group::age_doors));
  CHECK_FALSE(has(countable_groups(2, 0), Group::age_doors));
  CHECK(has(countable_groups(3, 0), Group::age_doors));
}

TEST_CASE("a number that could name a site is not counted: own rules need twenty names") {
  CHECK_FALSE(has(countable_groups(0, 1), Group::own_rules));
  CHECK_FALSE(has(countable_groups(0, 19), Group::own_rules));
  CHECK(has(countable_groups(0, 20), Group::own_rules));
}

TEST_CASE("the wide groups are counted for everybody of whom anything is") {
  for (const Group group : {Group::scams_and_malware, Group::ads_and_trackers, Group::ways_round, Group::closed_by_time})
    CHECK(has(countable_groups(0, 0), group));
}

TEST_CASE("children have numbers, and from sixteen on who wants them") {
  for (const Band band : {Band::under_10, Band::age_10_12, Band::age_13_15}) CHECK(is_kept(HolderKind::person, band, kSilent));
  CHECK_FALSE(is_kept(HolderKind::person, Band::age_16_17, kSilent));
  CHECK_FALSE(is_kept(HolderKind::person, Band::age_16_17, kShares));
  CHECK(is_kept(HolderKind::person, Band::age_16_17, kKeeps));
}

TEST_CASE("adults have no numbers, whatever anybody says for them, and neither has a guest or a thing") {
  for (const Band band : {Band::adult, Band::guest, Band::things, Band::staff, Band::exam}) {
    for (const HolderKind kind : {HolderKind::person, HolderKind::room}) CHECK_FALSE(is_kept(kind, band, kBoth));
  }
  for (const Band band : kBands) CHECK_FALSE(is_kept(HolderKind::nobody, band, kBoth));
}

TEST_CASE("a room of pupils has numbers, a pupil alone has none") {
  for (const Band band : {Band::pupil_primary, Band::pupil_secondary}) {
    CHECK(is_kept(HolderKind::room, band, kSilent));
    CHECK_FALSE(is_kept(HolderKind::person, band, kBoth));
  }
}

TEST_CASE("who may see a young person's numbers is the table of product.md 3.2") {
  for (const Band band : {Band::under_10, Band::age_10_12}) {
    CHECK(may_see(band, Viewer::guardian, kSilent));
    CHECK(may_see(band, Viewer::themselves, kSilent));
  }
  CHECK(may_see(Band::age_13_15, Viewer::themselves, kSilent));
  for (const Band band : kBands) CHECK_FALSE(may_see(band, Viewer::auditor, kBoth));
  CHECK_FALSE(may_see(Band::age_13_15, Viewer::guardian, kSilent));
  CHECK_FALSE(may_see(Band::age_13_15, Viewer::guardian, kKeeps));
  CHECK(may_see(Band::age_13_15, Viewer::guardian, kShares));
  CHECK_FALSE(may_see(Band::age_16_17, Viewer::themselves, kSilent));
  CHECK(may_see(Band::age_16_17, Viewer::themselves, kKeeps));
  for (const CountChoices& choices : {kSilent, kShares, kKeeps, kBoth})
    CHECK_FALSE(may_see(Band::age_16_17, Viewer::guardian, choices));
}

TEST_CASE("nobody sees what is not kept") {
  for (const Band band : kBands) {
    for (const Viewer viewer : {Viewer::guardian, Viewer::themselves, Viewer::auditor}) {
      for (const CountChoices& choices : {kSilent, kShares, kKeeps, kBoth}) {
        if (may_see(band, viewer, choices)) CHECK(is_kept(HolderKind::person, band, choices));
      }
    }
  }
}

TEST_CASE("with a teenager at home the household's totals leave age doors out") {
  CHECK(hides_age_doors(HolderKind::person, Band::age_13_15));
  CHECK(hides_age_doors(HolderKind::person, Band::age_16_17));
  CHECK_FALSE(hides_age_doors(HolderKind::person, Band::age_10_12));
  CHECK_FALSE(hides_age_doors(HolderKind::person, Band::adult));
  CHECK_FALSE(hides_age_doors(HolderKind::room, Band::age_13_15));
}

TEST_CASE("a day begins at four: the night belongs to its evening") {
  const Zone zone = Zone::utc();
  CHECK(count_day(utc(11, 27, 3, 59), zone) == date(11, 26));
  CHECK(count_day(utc(11, 27, 4), zone) == date(11, 27));
  CHECK(count_day(utc(11, 28, 0, 30), zone) == date(11, 27));
}

TEST_CASE("the days of 23 and of 25 hours begin and end at four too") {
  const Zone zone = berlin();
  CHECK(count_day(utc(3, 28, 2, 59), zone) == date(3, 27));
  CHECK(count_day(utc(3, 28, 3), zone) == date(3, 28));  // 04:00 CET, and 23 hours to
  CHECK(count_day(utc(3, 29, 1, 59), zone) == date(3, 28));
  CHECK(count_day(utc(3, 29, 2), zone) == date(3, 29));  // 04:00 CEST
  CHECK(count_day(utc(10, 24, 2), zone) == date(10, 24));
  CHECK(count_day(utc(10, 25, 2, 59), zone) == date(10, 24));  // 25 hours later all but a minute
  CHECK(count_day(utc(10, 25, 3), zone) == date(10, 25));
}

TEST_CASE("a week begins on Monday") {
  CHECK(week_of(date(11, 22)) + 1 == week_of(date(11, 23)));  // Sunday, Monday
  CHECK(week_of(date(11, 23)) == week_of(date(11, 29)));
  CHECK(monday_of_week(week_of(date(11, 29))) == date(11, 23));
  CHECK(monday_of_week(week_of(date(11, 23))) == date(11, 23));
}
