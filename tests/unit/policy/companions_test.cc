// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "lists/sealed.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

std::shared_ptr<const SealedList> sealed(std::string_view names) {
  const auto key = crypto::Secret::from(std::vector<std::uint8_t>(crypto::Secret::kOctets, 1));
  const auto file = seal(names, {"Example School, contract 7", 0}, *key);
  REQUIRE(file.has_value());
  auto list = SealedList::open(*file, *key);
  REQUIRE(list.has_value());
  return *list;
}

std::shared_ptr<const Policy> with(const ListCompanions& companions, const Household& household = family()) {
  auto policy = build_policy(household, {}, lists(), companions);
  REQUIRE(policy.has_value());
  return *policy;
}

std::shared_ptr<const Policy> with_sealed(std::string_view names, const Household& household = family()) {
  return with({{}, sealed(names)}, household);
}

// As the engine asks: with every fact.
Verdict asked(const Policy& policy, std::string_view who, const Name& name, const Now& now = karachi(23, 12)) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  const CategorySet categories = policy.matcher().categories_of(hashes);
  const ProfileId id = policy.profile_of_person(who).value_or(kGuest);
  return policy.decide(id, policy.mode_at(id, now), {.hashes = hashes, .categories = categories}, policy.facts_of(name, hashes));
}

}  // namespace

// ---- the sealed list

TEST_CASE("a sealed name is closed for everybody, children and adults, and never counted") {
  const auto policy = with_sealed("licensed-1.example\n");
  for (const char* who : {"Ali", "Sara", "guest"}) {
    const Verdict verdict = asked(*policy, who, "www.licensed-1.example"_name);
    CHECK(verdict.action == Action::block);
    CHECK_FALSE(verdict.counted);
    CHECK(verdict.group == Group::other);
  }
  CHECK(open(asked(*policy, "Sara", "licensed-2.example"_name)));
}

TEST_CASE("a sealed name closes like a category that is closed by choice: the same words, the same end") {
  Household household = family();
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime)};
  household.people[0].profile.close = {{"streaming", {}}};
  const auto policy = with_sealed("licensed-1.example\n", household);
  const Verdict generic = asked(*policy, "Ali", "films.example"_name);
  const Verdict verdict = asked(*policy, "Ali", "licensed-1.example"_name);
  CHECK(verdict.action == generic.action);
  CHECK(verdict.group == generic.group);
  CHECK(verdict.until == generic.until);
  CHECK(verdict.until != kNever);
}

TEST_CASE("no allow of the family and no open door opens a sealed name") {
  Household household = family();
  household.allow = {{"licensed-1.example", {}}};
  household.people[0].profile.timetable = {window(kDaily, 0, 24, Mode::off)};
  household.people[0].profile.open_door_names = {{"licensed-1.example", {}}};
  const auto policy = with_sealed("licensed-1.example\n", household);
  CHECK_FALSE(open(asked(*policy, "Ali", "licensed-1.example"_name)));
  CHECK_FALSE(open(asked(*policy, "Sara", "licensed-1.example"_name)));
}

TEST_CASE("no sealed list closes a vital name") {
  const auto policy = with_sealed("childline.org.uk\nconnectivitycheck.gstatic.com\n");
  CHECK(open(asked(*policy, "Ali", "childline.org.uk"_name)));
  CHECK(open(asked(*policy, "Ali", "connectivitycheck.gstatic.com"_name)));
}

TEST_CASE("a name that is closed anyway is not counted either when it is sealed: nothing tells the two apart") {
  const auto policy = with_sealed("casino.example\n");
  const Verdict verdict = asked(*policy, "Ali", "casino.example"_name);
  CHECK_FALSE(open(verdict));
  CHECK_FALSE(verdict.counted);
}

TEST_CASE("the answer that leads to a sealed name is closed too") {
  const auto policy = with_sealed("licensed-1.example\n");
  SuffixHashes hashes;
  const Name target = "cdn.licensed-1.example"_name;
  target.hash_suffixes(policy->seed(), hashes);
  const Verdict verdict =
      policy->decide_target(kGuest, {}, {.hashes = hashes, .categories = {}}, policy->facts_of(target, hashes));
  CHECK_FALSE(open(verdict));
  CHECK_FALSE(verdict.counted);
}

TEST_CASE("explain says of a sealed name what it says of any name the lists do not know") {
  const auto policy = with_sealed("licensed-1.example\n");
  const auto id = *policy->profile_of_person("Ali");
  const Explanation sealed_name = explain(*policy, id, karachi(23, 12), "licensed-1.example"_name);
  const Explanation unknown = explain(*policy, id, karachi(23, 12), "nobody-knows.example"_name);
  CHECK(sealed_name.verdict.step == unknown.verdict.step);
  CHECK(sealed_name.verdict.action == unknown.verdict.action);
  CHECK(sealed_name.because == unknown.because);
  CHECK(sealed_name.categories == unknown.categories);
}

// ---- names that maintainers opened

TEST_CASE("what maintainers opened is open although a list names it, with what is below it or alone") {
  const auto policy = with({{{"casino.example"_name, OpenedScope::subtree}, {"adult.example"_name, OpenedScope::exact}}, {}});
  CHECK(open(verdict(*policy, "Ali", "casino.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "www.casino.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "adult.example"_name)));
  CHECK_FALSE(open(verdict(*policy, "Ali", "www.adult.example"_name)));
  CHECK(verdict(*policy, "Ali", "casino.example"_name).counted);
}

TEST_CASE("what maintainers opened leads nowhere closed: an answer may point to it") {
  const auto policy = with({{{"malware.example"_name, OpenedScope::subtree}}, {}});
  CHECK(open(target_verdict(*policy, "Ali", "malware.example"_name)));
}

TEST_CASE("an un-block only opens what lists closed: the family's block, bedtime, allow-lists and sealed lists stay") {
  Household household = family();
  household.block = {{"casino.example", {}}};
  household.people[0].profile.timetable = {window(kDaily, 21, 7, Mode::bedtime)};
  household.people[1].profile.allow_list = true;
  const auto policy = with({{{"casino.example"_name, OpenedScope::subtree},
                             {"games.example"_name, OpenedScope::subtree},
                             {"licensed-1.example"_name, OpenedScope::subtree}},
                            sealed("licensed-1.example\n")},
                           household);
  CHECK(verdict(*policy, "Ali", "casino.example"_name).step == Step::own_rule);
  CHECK(verdict(*policy, "Ali", "games.example"_name, karachi(23, 22)).step == Step::time);
  CHECK_FALSE(open(verdict(*policy, "Sara", "games.example"_name)));
  CHECK_FALSE(open(asked(*policy, "Ali", "licensed-1.example"_name)));
}
