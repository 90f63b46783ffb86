// SPDX-License-Identifier: Apache-2.0
#include "policy/explain.h"

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

Explanation about(const Household& household, std::string_view who, const Name& name, const Now& now = karachi(23, 12)) {
  const auto policy = built(household);
  return explain(*policy, policy->profile_of_person(who).value_or(kGuest), now, name);
}

Household busy_week() {
  Household household = family();
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime), window(kDaily, 15, 17, Mode::homework)};
  return household;
}

}  // namespace

TEST_CASE("a closed category is named with who it is closed for") {
  const Explanation e = about(family(), "Ali", "casino.example"_name);
  CHECK(e.because == "It belongs to gambling, closed for Ali.");
  CHECK(e.who == "Ali");
  CHECK(e.categories == std::vector<std::string>{"gambling"});
  CHECK(e.mode_until.empty());
}

TEST_CASE("an open name lists its categories too") {
  const Explanation e = about(family(), "Sara", "casino.example"_name);
  CHECK(e.because == "Nothing closes it for Sara.");
  CHECK(e.categories.size() == 1);
}

TEST_CASE("a name that lists may not close says which lists wanted to") {
  const Explanation e = about(family(), "Ali", "gravatar.com"_name);
  CHECK(e.because == "Lists count it to gambling, trackers, but no list may close it: much else stands on it, or maintainers opened it again.");
  CHECK(about(family(), "Sara", "gravatar.com"_name).because == "Nothing closes it for Sara.");
}

TEST_CASE("bedtime says until when, in the household's own time") {
  const Explanation e = about(busy_week(), "Ali", "news.example"_name, karachi(23, 22));
  CHECK(e.because == "It is bedtime for Ali until Tue 07:00, and this is no open door.");
  CHECK(e.mode == Mode::bedtime);
  CHECK(e.mode_until == "Tue 07:00");
}

TEST_CASE("an edge a week away or more is told with its date, because its weekday comes before") {
  Household household = family();
  household.people[0].profile.timetable = {window(1, 7, 8, Mode::bedtime)};  // Mondays
  CHECK(about(household, "Ali", "casino.example"_name, karachi(23, 8)).mode_until == "Mon 2026-11-30 07:00");
  CHECK(about(household, "Ali", "casino.example"_name, karachi(24, 8)).mode_until == "Mon 07:00");
}

TEST_CASE("homework names the category and the hour") {
  CHECK(about(busy_week(), "Ali", "games.example"_name, karachi(23, 16)).because ==
        "It belongs to gaming, closed for Ali in homework time until Mon 17:00.");
}

TEST_CASE("every step has a sentence of its own") {
  Household household = busy_week();
  household.people[0].profile.allow = {{"casino.example", {}}};
  household.people[0].profile.block = {{"news.example", {}}};
  household.guest.allow_list = true;
  CHECK(about(household, "Ali", "x.local"_name).because == "This name never leaves the house: darban answers it itself.");
  CHECK(about(household, "Ali", "mask.icloud.com"_name).verdict.step == Step::canary);
  CHECK(about(household, "Ali", "pool.ntp.org"_name).because.starts_with("A vital name"));
  CHECK(about(household, "Ali", "casino.example"_name).because == "The family's own rule opens it for Ali.");
  CHECK(about(household, "Ali", "news.example"_name).because == "The family's own rule closes it for Ali.");
  CHECK(about(household, "", "other.example"_name).because == "For guest only what is allowed is open, and this is not allowed.");
}
