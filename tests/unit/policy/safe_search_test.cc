// SPDX-License-Identifier: Apache-2.0
// Whom safe search leads where, and where it stands among the other steps (decisions.md 2, step 8).
#include "policy/safe_search.h"

#include <algorithm>
#include <map>

#include "policy/bypass_signals.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

WrittenProfile& ali(Household& household) { return household.people[0].profile; }

Verdict verdict_for(const Policy& policy, const Name& name, RrType type, const Now& now = karachi(23, 12)) {
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  const CategorySet categories = policy.matcher().categories_of(hashes);
  const ProfileId id = *policy.profile_of_person("Ali");
  return policy.decide(id, policy.mode_at(id, now), {hashes, categories, type});
}

// Where Ali is led from a host: the target as written, "" if nowhere.
std::string led(const Policy& policy, const Name& name, const Now& now = karachi(23, 12)) {
  const Verdict found = verdict(policy, "Ali", name, now);
  return found.action == Action::rewrite ? policy.safe_name(found).target : "";
}
std::string led(const Household& household, const Name& name) { return led(*built(household), name); }

// The defaults, written out once more: engines, YouTube.
const std::map<Band, std::pair<bool, std::string>> kBands{
    {Band::under_10, {true, "restrict.youtube.com"}},
    {Band::age_10_12, {true, "restrictmoderate.youtube.com"}},
    {Band::age_13_15, {true, "restrictmoderate.youtube.com"}},
    {Band::age_16_17, {true, ""}},
    {Band::adult, {false, ""}},
    {Band::guest, {true, "restrictmoderate.youtube.com"}},
    {Band::things, {true, "restrictmoderate.youtube.com"}},
    {Band::pupil_primary, {true, "restrict.youtube.com"}},
    {Band::pupil_secondary, {true, "restrictmoderate.youtube.com"}},
    {Band::staff, {false, ""}},
};

std::shared_ptr<const Policy> built_with(const SafeSearchFile& file, const Household& household) {
  ListCompanions companions;
  companions.safe_search = std::make_shared<const SafeSearchFile>(file);
  const auto policy = build_policy(household, {}, lists(), companions);
  REQUIRE(policy);
  return *policy;
}

SafeSearchFile one_engine() {
  SafeEngine engine;
  engine.key = "seek";
  engine.name = "Seek";
  engine.hosts = {{"www.seek.example", {}}};
  engine.targets = {{"", "safe.seek.example", {}, {}, {}}};
  return {"safe-search.yaml", {engine}};
}

}  // namespace

TEST_CASE("each band leads its engines and its YouTube as the table says") {
  for (const auto& [band, wanted] : kBands) {
    const auto policy = built(family(band));
    CHECK(led(*policy, "www.google.com"_name) == (wanted.first ? "forcesafesearch.google.com" : ""));
    CHECK(led(*policy, "start.duckduckgo.com"_name) == (wanted.first ? "safe.duckduckgo.com" : ""));
    CHECK(led(*policy, "m.youtube.com"_name) == wanted.second);
  }
  Household exam = family(Band::exam);  // only what is allowed is open, and that strictly
  ali(exam).allow = {{"youtube.com", {}}, {"www.bing.com", {}}};
  CHECK(led(exam, "www.youtube.com"_name) == "restrict.youtube.com");
  CHECK(led(exam, "www.bing.com"_name) == "strict.bing.com");
  CHECK_FALSE(open(verdict(*built(exam), "Ali", "www.google.com"_name)));
}

TEST_CASE("a family may lead more, or less, engine by engine; the later word counts") {
  Household household = family(Band::age_16_17);
  ali(household).safe_search = {
      {"", SafeSearchLevel::off, {}}, {"bing", SafeSearchLevel::on, {}}, {"youtube", SafeSearchLevel::strict, {}}};
  CHECK(led(household, "www.google.com"_name) == "");
  CHECK(led(household, "www.bing.com"_name) == "strict.bing.com");
  CHECK(led(household, "www.youtube.com"_name) == "restrict.youtube.com");
  ali(household).safe_search = {{"", SafeSearchLevel::on, {}}};
  CHECK(led(household, "www.google.com"_name) == "forcesafesearch.google.com");
  CHECK(led(household, "www.youtube.com"_name) == "");  // YouTube has levels: on says nothing of it
  household.people[1].profile.safe_search = {{"google", SafeSearchLevel::on, {}}};
  const auto policy = built(household);
  CHECK(verdict(*policy, "Sara", "www.google.pk"_name).action == Action::allow);  // no such host
  CHECK(verdict(*policy, "Sara", "www.google.com.pk"_name).action == Action::rewrite);
  CHECK(verdict(*policy, "Sara", "www.bing.com"_name).action == Action::allow);
}

TEST_CASE("an engine nobody knows, and a level it does not have, are refused at their place") {
  Household household = family();
  ali(household).safe_search = {{"gogle", SafeSearchLevel::on, {7, 20}}};
  const auto refused_with_file = [&] {
    ListCompanions companions;
    companions.safe_search = std::make_shared<const SafeSearchFile>(built_in_safe_search());
    const auto policy = build_policy(household, {}, lists(), companions);
    REQUIRE_FALSE(policy);
    return policy.error();
  };
  CHECK(refused_with_file().what == "'gogle' is no search engine that has a safe address; did you mean 'google'?");
  CHECK(refused_with_file().place.line == 7);
  CHECK(refused_with_file().place.column == 20);
  CHECK(refused_with_file().file == "household.yaml");
  ali(household).safe_search = {{"askjeeves", SafeSearchLevel::on, {}}};
  CHECK(refused_with_file().what ==
        "'askjeeves' is no search engine that has a safe address; known are: google, youtube, bing, duckduckgo, brave, ecosia, "
        "yandex, "
        "pixabay, qwant, startpage");
  ali(household).safe_search = {{"google", SafeSearchLevel::strict, {}}};
  CHECK(refused_with_file().what == "'google' has no levels; write on or off");
  ali(household).safe_search = {{"youtube", SafeSearchLevel::on, {}}};
  CHECK(refused_with_file().what == "'youtube' has levels; write one of: strict, moderate, off");
}

TEST_CASE("while the program's own table stands in for a file, an engine it does not know keeps nobody from being served") {
  Household household = family();
  ali(household).safe_search = {{"newseek", SafeSearchLevel::on, {7, 20}}, {"bing", SafeSearchLevel::off, {}}};
  const auto policy = built(household);
  REQUIRE(policy->notes().size() == 1);
  CHECK(policy->notes()[0].place.line == 7);
  CHECK(led(*policy, "www.google.com"_name) == "forcesafesearch.google.com");
  CHECK(led(*policy, "www.bing.com"_name) == "");
}

TEST_CASE("an engine that left the file is noted, and the household is served") {
  Household household = family();
  ali(household).safe_search = {{"google", SafeSearchLevel::off, {7, 20}}};
  const auto policy = built_with(one_engine(), household);
  REQUIRE(policy->notes().size() == 1);
  CHECK(policy->notes()[0].what == "safe-search.yaml has no engine 'google' any more: nobody is led from it");
  CHECK(policy->notes()[0].place.line == 7);
}

TEST_CASE("the file is the whole truth, and where it leads is closed by no list and no rule") {
  Household household = family();
  ali(household).block = {{"safe.seek.example", {}}};
  const auto policy = built_with(one_engine(), household);
  CHECK(led(*policy, "www.seek.example"_name) == "safe.seek.example");
  CHECK(led(*policy, "www.google.com"_name) == "");
  CHECK(open(verdict(*policy, "Ali", "safe.seek.example"_name)));
  CHECK(open(target_verdict(*policy, "Ali", "safe.seek.example"_name)));
  CHECK(led(*built_with({"safe-search.yaml", {}}, household), "www.google.com"_name) == "");
}

TEST_CASE("what is closed stays closed: by bedtime, by the family, by a category, by an allow-list") {
  Household household = family();
  ali(household).timetable.push_back(window(kDaily, 21, 7, Mode::bedtime));
  CHECK(verdict(*built(household), "Ali", "www.google.com"_name, karachi(23, 22)).step == Step::time);
  CHECK(verdict(*built(household), "Ali", "www.google.com"_name, karachi(23, 20)).until == karachi(23, 21).wall);

  household = family();
  ali(household).block = {{"google.com", {}}};
  CHECK(verdict(*built(household), "Ali", "www.google.com"_name).step == Step::own_rule);
  CHECK_FALSE(open(verdict(*built(household), "Ali", "www.google.com"_name)));

  SafeSearchFile file = one_engine();
  file.engines[0].hosts = {{"tube.example", {}}, {"adult.example", {}}};
  household = family();
  ali(household).close = {{"service:youtube", {}}};
  const auto policy = built_with(file, household);
  CHECK(verdict(*policy, "Ali", "tube.example"_name).action == Action::block);
  CHECK(verdict(*policy, "Ali", "tube.example"_name).step == Step::category);
  CHECK(verdict(*policy, "Ali", "adult.example"_name).action == Action::block);
}

TEST_CASE("an open door at bedtime and a wider allow open a search host the safe way") {
  Household household = family();
  ali(household).timetable.push_back(window(kDaily, 21, 7, Mode::bedtime));
  ali(household).open_door_names = {{"google.com", {}}};
  CHECK(led(*built(household), "www.google.com"_name, karachi(23, 22)) == "forcesafesearch.google.com");

  household = family();
  ali(household).allow = {{"google.com", {}}, {"com", {}}};
  household.allow = {{"youtube.com", {}}};
  CHECK(led(household, "www.google.com"_name) == "forcesafesearch.google.com");
  CHECK(led(household, "www.youtube.com"_name) == "restrictmoderate.youtube.com");
  CHECK(led(household, "www.bing.com"_name) == "strict.bing.com");
  CHECK(open(verdict(*built(household), "Ali", "maps.google.com"_name)));
}

TEST_CASE("an allow of exactly the host switches safe search off for it, whoever's rule it is, and for its neighbours not") {
  Household household = family();
  ali(household).allow = {{"www.google.com", {}}};
  household.allow = {{"www.bing.com", {}}};
  const auto policy = built(household);
  CHECK(verdict(*policy, "Ali", "www.google.com"_name).step == Step::own_rule);
  CHECK(verdict(*policy, "Ali", "www.google.com"_name).action == Action::allow);
  CHECK(verdict(*policy, "Ali", "www.bing.com"_name).action == Action::allow);
  CHECK(led(*policy, "www.google.de"_name) == "forcesafesearch.google.com");

  household = family();
  household.people[1].profile.allow = {{"www.google.com", {}}};  // the mother's own
  CHECK(led(household, "www.google.com"_name) == "forcesafesearch.google.com");

  household = family();  // a shorter own block would close it: the exact allow of everybody opens it, unled
  ali(household).block = {{"com", {}}};
  household.allow = {{"www.google.com", {}}};
  CHECK(verdict(*built(household), "Ali", "www.google.com"_name).action == Action::allow);
}

TEST_CASE("in an allow-list profile the exact allow is the only way to open a host, so it opens it the safe way") {
  Household household = family(Band::under_10);
  ali(household).allow_list = true;
  ali(household).allow = {{"www.google.com", {}}};
  CHECK(led(household, "www.google.com"_name) == "forcesafesearch.google.com");
  CHECK_FALSE(open(verdict(*built(household), "Ali", "www.bing.com"_name)));
  ali(household).safe_search = {{"google", SafeSearchLevel::off, {}}};
  CHECK(verdict(*built(household), "Ali", "www.google.com"_name).action == Action::allow);
}

TEST_CASE("a grant of a service or site opens the safe way, one that opens everything opens everything") {
  Household household = family();
  ali(household).close = {{"service:youtube", {}}};
  SafeSearchFile file = one_engine();
  file.engines[0].hosts = {{"tube.example", {}}};
  const auto policy = built_with(file, household);
  const Now now = karachi(23, 12);
  const auto granted = [&](GrantWhat what, const char* key) {
    Grant grant;
    grant.id = 1;
    grant.what = what;
    grant.key = key;
    if (what == GrantWhat::site) grant.site = Name::from_text(key).value_or(Name());
    grant.given = grant.from = now.wall;
    grant.until = now.wall + Seconds(3600);
    grant.ends = now.mono + Seconds(3600);
    return verdict(*policy->with_grants(std::vector{grant}), "Ali", "tube.example"_name, now);
  };
  CHECK(granted(GrantWhat::service, "service:youtube").action == Action::rewrite);
  CHECK(granted(GrantWhat::site, "tube.example").action == Action::rewrite);
  CHECK(granted(GrantWhat::open_all, "").action == Action::allow);
  CHECK(granted(GrantWhat::pause, "").action == Action::block);
  CHECK(granted(GrantWhat::service, "service:youtube").until == now.wall + Seconds(3600));
}

TEST_CASE("addresses and what may hold one are led, what mail and zones need is not") {
  const auto policy = built(family());
  for (const int type : {1, 28, 64, 65, 5, 38, 35, 39, 256, 65280})
    CHECK(verdict_for(*policy, "yandex.ru"_name, static_cast<RrType>(type)).action == Action::rewrite);
  for (const int type : {2, 6, 12, 15, 16, 33, 43, 46, 47, 48, 50, 52, 257}) {
    const Verdict found = verdict_for(*policy, "yandex.ru"_name, static_cast<RrType>(type));
    CHECK(found.action == Action::allow);
    CHECK(found.step == Step::safe_search);  // so that its additional records stay away
  }
  CHECK(verdict_for(*policy, "mail.yandex.ru"_name, RrType::a).step == Step::standard);
}

TEST_CASE("vital names stay vital, and a never-block of the family's is above safe search") {
  const auto policy = built(family());
  for (const auto& name : {"connectivitycheck.gstatic.com"_name, "play.googleapis.com"_name})
    CHECK(verdict(*policy, "Ali", name).step == Step::never_block);
  Household household = family();
  household.never_block = {{"google.com", {40, 3}}, {"our-doctor.example", {}}};
  const auto kept = built(household);
  CHECK(verdict(*kept, "Ali", "www.google.com"_name).step == Step::never_block);
  REQUIRE(kept->notes().size() == 1);
  CHECK(kept->notes()[0].what == "'google.com' goes before safe search too: nobody is led away from 'www.google.com'");
  CHECK(kept->notes()[0].place.line == 40);
}

TEST_CASE("a target that leads to a search host is not led: only the question is") {
  CHECK(open(target_verdict(*built(family()), "Ali", "www.google.com"_name)));
}

TEST_CASE("explain says where somebody is led and whose address that is") {
  const auto policy = built(family());
  const Explanation found = explain(*policy, *policy->profile_of_person("Ali"), karachi(23, 12), "www.google.com"_name);
  CHECK(found.verdict.step == Step::safe_search);
  CHECK(found.because == "It is open as safe search: Ali is led to forcesafesearch.google.com, the safe address of Google.");
}

TEST_CASE("what a signal says depends on the level and the type, and adults without a level go their way") {
  SpecialNamesBuilder names(HashSeed{1});
  const auto signals = add_signals(built_in_signals(), names);
  const auto said = signals.verdict(1, BypassLevel::standard, RrType::a);  // use-application-dns.net
  REQUIRE(said);
  CHECK(said->step == Step::canary);
  CHECK(said->group == Group::ways_round);
  CHECK_FALSE(said->counted);
  CHECK(said->closed_as == ClosedAs::nxdomain);
  CHECK_FALSE(signals.verdict(1, BypassLevel::standard, RrType::txt));
  CHECK_FALSE(signals.verdict(1, BypassLevel::off, RrType::a));
  CHECK(signals.verdict(2, BypassLevel::strict, RrType::txt));  // mask.icloud.com: all types
}
