// SPDX-License-Identifier: Apache-2.0
// The order of judgement, one step after the other (decisions.md 2).
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

Household with_bedtime(Household household = family()) {
  household.people[0].profile.timetable.push_back(window(kDaily, 21, 7, Mode::bedtime));
  return household;
}

WrittenProfile& ali(Household& household) { return household.people[0].profile; }

}  // namespace

TEST_CASE("the same name is closed for the child and open for the adult") {
  const auto policy = built(family());
  const Verdict child = verdict(*policy, "Ali", "www.casino.example"_name);
  CHECK(child.action == Action::block);
  CHECK(child.step == Step::category);
  CHECK(child.group == Group::age_doors);
  CHECK(child.until == kNever);
  const Verdict adult = verdict(*policy, "Sara", "www.casino.example"_name);
  CHECK(open(adult));
  CHECK(adult.step == Step::standard);
}

TEST_CASE("a name no list knows is open") {
  const Verdict found = verdict(*built(family()), "Ali", "news.example"_name);
  CHECK(open(found));
  CHECK(found.step == Step::standard);
  CHECK(found.counted);
}

TEST_CASE("whoever is unknown is the guest and not unfiltered") {
  const auto policy = built(family());
  CHECK_FALSE(open(verdict(*policy, "nobody", "casino.example"_name)));
  CHECK_FALSE(open(verdict(*policy, "nobody", "vpn.example"_name)));
  CHECK(open(verdict(*policy, "nobody", "social.example"_name)));
}

TEST_CASE("scams are closed for everybody and say so") {
  const auto policy = built(family());
  for (const char* who : {"Ali", "Sara", "nobody"}) {
    const Verdict found = verdict(*policy, who, "malware.example"_name);
    CHECK(found.action == Action::block);
    CHECK(found.group == Group::scams_and_malware);
  }
}

TEST_CASE("at bedtime everything is closed until the next morning") {
  const auto policy = built(with_bedtime());
  const Verdict found = verdict(*policy, "Ali", "news.example"_name, karachi(23, 22));
  CHECK(found.action == Action::block);
  CHECK(found.step == Step::time);
  CHECK(found.group == Group::closed_by_time);
  CHECK(found.until == karachi(24, 7).wall);
}

TEST_CASE("before bedtime an open name is open until bedtime, to the second") {
  const auto policy = built(with_bedtime());
  const Verdict found = verdict(*policy, "Ali", "news.example"_name, karachi(23, 20, 59, 20));
  CHECK(open(found));
  CHECK(found.until - karachi(23, 20, 59, 20).wall == Seconds(40));
  CHECK_FALSE(open(verdict(*policy, "Ali", "news.example"_name, karachi(23, 21))));
}

TEST_CASE("every verdict that the next edge can change carries that edge, the others do not") {
  Household household = with_bedtime();
  ali(household).allow.push_back({"games.example", {}});
  ali(household).block.push_back({"news.example", {}});
  const auto policy = built(household);
  const WallTime edge = karachi(23, 21).wall;
  for (const auto& name : {"games.example"_name, "news.example"_name, "casino.example"_name, "other.example"_name})
    CHECK(verdict(*policy, "Ali", name).until == edge);
  for (const auto& name : {"pool.ntp.org"_name, "mask.icloud.com"_name, "printer.local"_name})
    CHECK(verdict(*policy, "Ali", name).until == kNever);
  CHECK(target_verdict(*policy, "Ali", "cdn.example"_name).until == edge);
  CHECK(verdict(*policy, "Sara", "other.example"_name).until == kNever);
}

TEST_CASE("without a trusted clock times are off and categories stay on") {
  const auto policy = built(with_bedtime());
  Now now = karachi(23, 22);
  now.wall_trusted = false;
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, now)));
  CHECK_FALSE(open(verdict(*policy, "Ali", "casino.example"_name, now)));
  CHECK(policy->mode_at(*policy->profile_of_person("Ali"), now).until == kNever);
}

TEST_CASE("vital names are open at three in the morning, uncounted, whatever lists and rules say") {
  Household household = with_bedtime();
  ali(household).allow_list = true;
  ali(household).block = {{"childline.org.uk", {}}, {"pool.ntp.org", {}}, {"com", {}}};
  household.block = {{"uk", {}}, {"gstatic.com", {}}};
  const auto policy = built(household);
  for (const auto& name : {"www.childline.org.uk"_name, "2.android.pool.ntp.org"_name, "connectivitycheck.gstatic.com"_name}) {
    const Verdict found = verdict(*policy, "Ali", name, karachi(24, 3));
    CHECK(open(found));
    CHECK(found.step == Step::never_block);
    CHECK_FALSE(found.counted);
    CHECK(open(target_verdict(*policy, "Ali", name, karachi(24, 3))));
  }
}

TEST_CASE("a family has vital names of its own, with everything below") {
  Household household = with_bedtime();
  household.never_block.push_back({"clinic.example", {}});
  const auto policy = built(household);
  CHECK(verdict(*policy, "Ali", "www.clinic.example"_name, karachi(24, 3)).step == Step::never_block);
}

TEST_CASE("open doors stay open at bedtime, by category and by name, but not for what is closed anyway") {
  Household household = with_bedtime();
  ali(household).open_doors.push_back({"learning", {}});
  ali(household).open_door_names.push_back({"library.example", {}});
  ali(household).block.push_back({"dull.school.example", {}});
  const auto policy = built(household);
  const Now night = karachi(24, 3);
  CHECK(open(verdict(*policy, "Ali", "school.example"_name, night)));
  CHECK(open(verdict(*policy, "Ali", "www.library.example"_name, night)));
  CHECK(verdict(*policy, "Ali", "dull.school.example"_name, night).step == Step::own_rule);
  CHECK_FALSE(open(verdict(*policy, "Ali", "news.example"_name, night)));
  CHECK(verdict(*policy, "Ali", "school.example"_name, night).until == karachi(24, 7).wall);
}

TEST_CASE("an own rule does not open a name at bedtime") {
  Household household = with_bedtime();
  ali(household).allow.push_back({"news.example", {}});
  CHECK(verdict(*built(household), "Ali", "news.example"_name, karachi(24, 3)).step == Step::time);
}

TEST_CASE("the longer rule beats the shorter, and at equal length allow beats block") {
  Household household = family();
  ali(household).block = {{"a.example", {}}, {"same.example", {}}};
  ali(household).allow = {{"good.a.example", {}}, {"same.example", {}}};
  household.block = {{"bad.good.a.example", {}}};
  const auto policy = built(household);
  CHECK_FALSE(open(verdict(*policy, "Ali", "x.a.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "x.good.a.example"_name)));
  CHECK_FALSE(open(verdict(*policy, "Ali", "bad.good.a.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "same.example"_name)));
  CHECK(verdict(*policy, "Ali", "same.example"_name).step == Step::own_rule);
  CHECK(open(verdict(*policy, "Sara", "x.a.example"_name)));
}

TEST_CASE("at equal length a person's own rule goes before everybody's") {
  Household household = family();
  household.block = {{"one.example", {}}};
  household.allow = {{"two.example", {}}};
  ali(household).allow = {{"one.example", {}}};
  ali(household).block = {{"two.example", {}}};
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "one.example"_name)));
  CHECK_FALSE(open(verdict(*policy, "Ali", "two.example"_name)));
  CHECK_FALSE(open(verdict(*policy, "Sara", "one.example"_name)));
  CHECK(open(verdict(*policy, "Sara", "two.example"_name)));
}

TEST_CASE("the family's word opens what a list closed, and closes what none did") {
  Household household = family();
  ali(household).allow = {{"casino.example", {}}, {"malware.example", {}}};
  ali(household).block = {{"news.example", {}}};
  const auto policy = built(household);
  CHECK(verdict(*policy, "Ali", "www.casino.example"_name).step == Step::own_rule);
  CHECK(open(verdict(*policy, "Ali", "malware.example"_name)));
  CHECK(verdict(*policy, "Ali", "news.example"_name).group == Group::own_rules);
}

TEST_CASE("star-dot, dot and plain names mean the same in a rule, and international names are understood") {
  Household household = family();
  ali(household).block = {{"*.one.example", {}},
                          {".two.example", {}},
                          {"b\xc3\xbc"
                           "cher.example",
                           {}}};
  const auto policy = built(household);
  for (const auto& name : {"one.example"_name, "x.one.example"_name, "two.example"_name, "www.xn--bcher-kva.example"_name})
    CHECK_FALSE(open(verdict(*policy, "Ali", name)));
}

TEST_CASE("a rule as wide as a public suffix is a parent's right") {
  Household household = family();
  ali(household).block = {{"zip", {}}, {"co.uk", {}}};
  const auto policy = built(household);
  CHECK_FALSE(open(verdict(*policy, "Ali", "x.zip"_name)));
  CHECK_FALSE(open(verdict(*policy, "Ali", "shop.co.uk"_name)));
}

TEST_CASE("homework closes entertainment and says it is about time") {
  Household household = family(Band::age_13_15);
  ali(household).timetable.push_back(window(kDaily, 15, 17, Mode::homework));
  const auto policy = built(household);
  const Verdict found = verdict(*policy, "Ali", "games.example"_name, karachi(23, 16));
  CHECK(found.step == Step::category);
  CHECK(found.group == Group::closed_by_time);
  CHECK(found.until == karachi(23, 17).wall);
  CHECK(open(verdict(*policy, "Ali", "games.example"_name, karachi(23, 17))));
  CHECK(open(verdict(*policy, "Ali", "news.example"_name, karachi(23, 16))));
  CHECK(verdict(*policy, "Ali", "casino.example"_name, karachi(23, 16)).group == Group::age_doors);
}

TEST_CASE("a window closes its services and only then") {
  Household household = family(Band::adult);
  ali(household).timetable.push_back(window(kDaily, 15, 17, Mode::free, {{"youtube", {}}}));
  ali(household).timetable.push_back(window(kDaily, 16, 18, Mode::free, {{"service:roblox", {}}}));
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "tube.example"_name, karachi(23, 14))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "tube.example"_name, karachi(23, 15))));
  CHECK(open(verdict(*policy, "Ali", "roblox.example"_name, karachi(23, 15))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "tube.example"_name, karachi(23, 16))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "roblox.example"_name, karachi(23, 17))));
  CHECK(verdict(*policy, "Ali", "tube.example"_name, karachi(23, 15)).group == Group::closed_by_time);
}

TEST_CASE("close and open edit the band in every mode") {
  Household household = family(Band::age_10_12);
  ali(household).close = {{"streaming", {}}, {"youtube", {}}};
  ali(household).open = {{"gambling", {}}};
  const auto policy = built(household);
  CHECK_FALSE(open(verdict(*policy, "Ali", "films.example"_name)));
  CHECK_FALSE(open(verdict(*policy, "Ali", "tube.example"_name)));
  CHECK(open(verdict(*policy, "Ali", "casino.example"_name)));
}

TEST_CASE("an allow-list profile opens what is allowed, vital names, and nothing else") {
  Household household = family();
  ali(household).allow_list = true;
  ali(household).allow = {{"school.example", {}}};
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "www.school.example"_name)));
  const Verdict other = verdict(*policy, "Ali", "news.example"_name);
  CHECK(other.action == Action::block);
  CHECK(other.step == Step::standard);
  CHECK(open(verdict(*policy, "Ali", "pool.ntp.org"_name)));
  CHECK(open(target_verdict(*policy, "Ali", "cdn.example"_name)));
}

TEST_CASE("canaries answer by the bypass level and are never counted") {
  Household household = family();
  household.people[1].profile.bypass = BypassLevel::off;
  const auto policy = built(household);
  const Verdict found = verdict(*policy, "Ali", "use-application-dns.net"_name);
  CHECK(found.action == Action::block);
  CHECK(found.step == Step::canary);
  CHECK_FALSE(found.counted);
  CHECK(open(verdict(*policy, "Sara", "use-application-dns.net"_name)));
}

TEST_CASE("the bypass level decides about resolvers and tunnels") {
  Household household = family();
  for (const auto level : {BypassLevel::off, BypassLevel::standard, BypassLevel::strict}) {
    ali(household).bypass = level;
    const auto policy = built(household);
    CHECK(open(verdict(*policy, "Ali", "doh.example"_name)) == (level == BypassLevel::off));
    CHECK(open(verdict(*policy, "Ali", "vpn.example"_name)) == (level != BypassLevel::strict));
  }
  CHECK(verdict(*built(household), "Ali", "vpn.example"_name).group == Group::ways_round);
}

TEST_CASE("where safe search leads no list and no rule closes, time and an allow-list do") {
  Household household = with_bedtime();
  ali(household).block = {{"google.com", {}}};
  const auto policy = built(household);
  CHECK(open(verdict(*policy, "Ali", "forcesafesearch.google.com"_name)));
  CHECK(open(target_verdict(*policy, "Ali", "forcesafesearch.google.com"_name, karachi(24, 3))));
  CHECK_FALSE(open(verdict(*policy, "Ali", "www.google.com"_name)));
  CHECK(verdict(*policy, "Ali", "forcesafesearch.google.com"_name, karachi(24, 3)).step == Step::time);
  ali(household).allow_list = true;
  CHECK_FALSE(open(verdict(*built(household), "Ali", "forcesafesearch.google.com"_name)));
}

TEST_CASE("what half the web stands on no list closes, nor behind a CNAME") {
  const auto policy = built(family());
  const Verdict found = verdict(*policy, "Ali", "secure.gravatar.com"_name);
  CHECK(open(found));
  CHECK(found.step == Step::standard);
  CHECK(found.counted);
  CHECK(open(target_verdict(*policy, "Ali", "secure.gravatar.com"_name)));
}

TEST_CASE("what half the web stands on is closed by time, by the family's own word and by an allow-list") {
  Household household = with_bedtime();
  CHECK(verdict(*built(household), "Ali", "gravatar.com"_name, karachi(24, 3)).step == Step::time);
  household.people[1].profile.allow_list = true;
  CHECK_FALSE(open(verdict(*built(household), "Sara", "gravatar.com"_name)));
  ali(household).block = {{"gravatar.com", {}}};
  const Verdict closed = verdict(*built(household), "Ali", "secure.gravatar.com"_name);
  CHECK(closed.action == Action::block);
  CHECK(closed.step == Step::own_rule);
}

TEST_CASE("a sensitive topic moves no counter, not even as an age door") {
  const Verdict found = verdict(*built(family()), "Ali", "hurt.example"_name);
  CHECK(found.action == Action::block);
  CHECK(found.group == Group::other);
  CHECK_FALSE(found.counted);
}

TEST_CASE("targets are judged by security, ads, adult and bypass only") {
  Household household = family();
  ali(household).block = {{"cdn.example", {}}};
  ali(household).allow = {{"ok.ads.example", {}}};
  const auto policy = built(household);
  CHECK_FALSE(open(target_verdict(*policy, "Ali", "tracker.example"_name)));
  CHECK_FALSE(open(target_verdict(*policy, "Ali", "adult.example"_name)));
  CHECK(target_verdict(*policy, "Ali", "tracker.example"_name).group == Group::ads_and_trackers);
  CHECK(open(target_verdict(*policy, "Ali", "casino.example"_name)));
  CHECK(open(target_verdict(*policy, "Ali", "cdn.example"_name)));
  CHECK(open(target_verdict(*policy, "Ali", "ok.ads.example"_name)));
  CHECK(open(target_verdict(*policy, "Sara", "tracker.example"_name)));
  CHECK_FALSE(open(target_verdict(*policy, "Sara", "malware.example"_name)));
}

TEST_CASE("names that stay in the house are told apart before anything else") {
  Household household = with_bedtime();
  ali(household).allow_list = true;
  const Verdict found = verdict(*built(household), "Ali", "printer.local"_name, karachi(24, 3));
  CHECK(found.step == Step::local);
  CHECK_FALSE(found.counted);
}

TEST_CASE("a number of a profile that is gone counts as the guest's") {
  const auto policy = built(family());
  SuffixHashes hashes;
  "casino.example"_name.hash_suffixes(policy->seed(), hashes);
  const CategorySet categories = policy->matcher().categories_of(hashes);
  const ModeAt stale{Mode::free, kNever, 77};
  CHECK_FALSE(open(policy->decide(ProfileId{999}, stale, {hashes, categories})));
  CHECK(policy->who(ProfileId{999}) == "guest");
}

TEST_CASE("a window opens what is closed otherwise: an hour of games after homework") {
  Household household = family();
  ali(household).close = {{"service:roblox", {}}};
  Window reward = window(kDaily, 17, 18, Mode::free);
  reward.open = {{"service:roblox", {}}};
  ali(household).timetable = {reward};
  const auto policy = built(household);
  CHECK_FALSE(open(verdict(*policy, "Ali", "roblox.example"_name, karachi(23, 16))));
  const Verdict reward_time = verdict(*policy, "Ali", "roblox.example"_name, karachi(23, 17));
  CHECK(open(reward_time));
  CHECK(reward_time.until == karachi(23, 18).wall);
  CHECK_FALSE(open(verdict(*policy, "Ali", "roblox.example"_name, karachi(23, 18))));
}

TEST_CASE("where one window closes a service and another opens it, it is closed") {
  Household household = family();
  Window reward = window(kDaily, 17, 18, Mode::free);
  reward.open = {{"service:roblox", {}}};
  Window busy = window(kDaily, 17, 18, Mode::free);
  busy.services = {{"service:roblox", {}}};
  ali(household).timetable = {reward, busy};
  CHECK_FALSE(open(verdict(*built(household), "Ali", "roblox.example"_name, karachi(23, 17))));
}
