// SPDX-License-Identifier: Apache-2.0
// What holds for every household, tried on random ones with windows, edits of modes, own rules and services, allow-lists, open
// doors and grants: a verdict is total, help stays open, every restriction of time has an end, closing more never opens anything,
// and nothing changes before a verdict says so.
#include <doctest/doctest.h>

#include <random>
#include <string>
#include <vector>

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

constexpr const char* kKeys[] = {"gaming", "social", "streaming", "learning", "gambling", "youtube", "service:club", "trackers"};
constexpr const char* kNames[] = {"games.example", "a.games.example", "social.example", "films.school.example", "school.example",
                                  "tube.example",  "club.example",    "b.club.example", "gravatar.com",         "r.example",
                                  "a.r.example",   "other.example",   "malware.example"};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  bool once_in(int times) { return below(times) == 0; }
  template <std::size_t N>
  const char* one_of(const char* const (&words)[N]) {
    return words[below(static_cast<int>(N))];
  }
  std::vector<WrittenKey> keys(int most) {
    std::vector<WrittenKey> some;
    for (int count = below(most + 1); count > 0; --count) some.push_back({one_of(kKeys), {}});
    return some;
  }

 private:
  std::mt19937 random_;
};

std::string random_rule(Dice& dice, bool may_open) {
  std::string rule = (may_open && dice.once_in(3) ? "@@||" : "||") + std::string(dice.one_of(kNames)) + "^$dnstype=A|TXT";
  if (dice.once_in(4)) rule += ",important";
  if (dice.once_in(2)) rule += ",client=" + std::string(dice.once_in(2) ? "Ali" : "~Sara");
  if (dice.once_in(2)) {
    constexpr const char* kWindows[] = {"mon-fri:22.00-07.00", "daily:12.00-13.30", "sat:00.00-24.00", "sun-tue:09.15-09.45"};
    rule += std::string(",time=") + dice.one_of(kWindows);
  }
  return rule;
}

Window random_window(Dice& dice) {
  Window made;
  made.days = static_cast<std::uint8_t>(1 + dice.below(127));
  made.start = static_cast<std::uint16_t>(dice.below(96) * 15);
  made.end = static_cast<std::uint16_t>((1 + dice.below(96)) * 15);
  made.mode = static_cast<Mode>(dice.below(5));
  made.services = dice.keys(2);
  if (made.services.empty()) made.open = dice.keys(2);
  return made;
}

Household random_household(Dice& dice) {
  Household household = family(static_cast<Band>(dice.below(11)));
  household.services.push_back({"club", "", {{"club.example", {}}}, {}});
  for (int count = dice.below(4); count > 0; --count) household.rules.push_back({random_rule(dice, true), {}});
  WrittenProfile& ali = household.people[0].profile;
  ali.close = dice.keys(3);
  ali.open_doors = dice.keys(2);
  ali.allow_list = dice.once_in(5);
  if (dice.once_in(3)) ali.open_door_names = {{"r.example", {}}};
  if (dice.once_in(3)) ali.block = {{dice.one_of(kNames), {}}};
  if (dice.once_in(3)) ali.allow = {{dice.one_of(kNames), {}}};
  for (int count = dice.below(4); count > 0; --count) ali.timetable.push_back(random_window(dice));
  if (dice.once_in(2)) ali.modes.push_back({Mode::homework, dice.keys(2), {}, dice.once_in(2)});
  return household;
}

std::vector<Grant> random_grants(Dice& dice, const Now& now) {
  std::vector<Grant> grants;
  for (int count = dice.below(4); count > 0; --count) {
    Grant grant;
    grant.id = count;
    if (dice.once_in(2)) grant.who = {GrantWho::Kind::person, "Ali", ""};
    grant.what = static_cast<GrantWhat>(dice.below(5));
    grant.mode = static_cast<Mode>(dice.below(5));
    grant.door = dice.once_in(2) ? Grant::Door::open : Grant::Door::close;
    grant.key = grant.what == GrantWhat::site ? dice.one_of(kNames) : dice.one_of(kKeys);
    if (grant.what == GrantWhat::site) grant.site = *Name::from_text(grant.key);
    grant.confirmed = dice.once_in(2);
    grant.given = now.wall - Seconds(600);
    grant.from = grant.given + Seconds(dice.once_in(3) ? 60 * dice.below(180) : 0);
    grant.until = now.wall + Seconds(60 * (1 + dice.below(300)));
    grant.ends = now.mono + (grant.until - now.wall);
    grants.push_back(grant);
  }
  return grants;
}

Now random_moment(Dice& dice) {
  Now now = karachi(23 + dice.below(7), dice.below(24), dice.below(60));
  now.mono = MonoTime(Seconds(1000000));
  return now;
}

struct Case {
  std::shared_ptr<const Policy> policy;
  Asker asker;
  Now now;
};

Case random_case(Dice& dice, const Household& household) {
  const Now now = random_moment(dice);
  auto policy = built(household)->with_grants(random_grants(dice, now));
  const Asker asker = policy->asker_of("192.168.1.7"_ip, nullptr);
  return {std::move(policy), asker, now};
}

Verdict decided(const Policy& policy, const Asker& asker, const Now& now, const std::string& text, CategorySet more = {}) {
  SuffixHashes hashes;
  Name::from_text(text)->hash_suffixes(policy.seed(), hashes);
  const NameFacts facts = policy.facts_of(hashes);
  return policy.decide(asker, policy.mode_at(asker, now), {hashes, policy.categories_of(hashes, facts) | more}, facts);
}

Verdict decided(const Case& each, const std::string& text) { return decided(*each.policy, each.asker, each.now, text); }

Now later(Now now, std::int64_t seconds) {
  now.wall += Seconds(seconds);
  now.mono += Seconds(seconds);
  return now;
}

bool same(const Verdict& a, const Verdict& b) { return a.action == b.action && a.step == b.step && a.group == b.group; }

}  // namespace

TEST_CASE("every question has a verdict, closed for a group or open for none, that ends later than now") {
  Dice dice(81);
  int wrong = 0;
  for (int round = 0; round < 1500; ++round) {
    const Case each = random_case(dice, random_household(dice));
    for (const char* name : kNames) {
      const Verdict found = decided(each, name);
      wrong += found.step < Step::canary || found.step > Step::standard || found.action == Action::rewrite;
      wrong += found.action == Action::allow && found.group != Group::none;
      wrong += found.until <= each.now.wall;
    }
  }
  CHECK(wrong == 0);
}

TEST_CASE("a name that never may be closed is open whatever else is said, and saying so of more names closes none") {
  Dice dice(82);
  int wrong = 0;
  for (int round = 0; round < 800; ++round) {
    Household household = random_household(dice);
    const Now now = random_moment(dice);
    const auto grants = random_grants(dice, now);
    const auto before = built(household)->with_grants(grants);
    const char* vital = dice.one_of(kNames);
    household.never_block.push_back({vital, {}});
    const auto after = built(household)->with_grants(grants);
    const Asker asker = after->asker_of("192.168.1.7"_ip, nullptr);
    wrong += !open(decided(*after, asker, now, vital));
    wrong += decided(*after, asker, now, vital).step != Step::never_block;
    for (const char* name : kNames) wrong += open(decided(*before, asker, now, name)) && !open(decided(*after, asker, now, name));
  }
  CHECK(wrong == 0);
}

TEST_CASE("every restriction of time and every grant has an end, unless the week knows nothing else") {
  Dice dice(83);
  int wrong = 0;
  int restricted = 0;
  for (int round = 0; round < 3000; ++round) {
    const Case each = random_case(dice, random_household(dice));
    // "Always bedtime" is a rule and not a time; it ends when an adult changes it.
    const bool always = each.policy->timetable_at(each.asker.profile, each.now).until == kNever;
    for (const char* name : kNames) {
      const Verdict found = decided(each, name);
      const bool of_time = found.step == Step::time || found.step == Step::grant || found.group == Group::closed_by_time;
      const bool granted = each.policy->mode_at(each.asker, each.now).granted;
      if (!of_time || (always && !granted)) continue;
      ++restricted;
      wrong += found.until == kNever;
    }
  }
  CHECK(wrong == 0);
  CHECK(restricted > 3000);
}

TEST_CASE("a longer list opens nothing, but where an adult opened that very category") {
  Dice dice(84);
  int wrong = 0;
  int closed = 0;
  for (int round = 0; round < 1500; ++round) {
    Household household = random_household(dice);
    const auto policy = built(household);
    const Asker asker = policy->asker_of("192.168.1.7"_ip, nullptr);
    const Now now = random_moment(dice);
    for (const CategoryId more : {kGambling, kAds, kMalware}) {  // none of them is an open door here
      household.people[0].profile.open_doors = {};
      if (policy->profile(asker).open_doors.has(more)) continue;
      bool opened = false;
      for (const Window& window : household.people[0].profile.timetable) opened |= !window.open.empty();
      if (opened) continue;
      for (const char* name : kNames) {
        if (open(decided(*policy, asker, now, name))) continue;
        ++closed;
        wrong += open(decided(*policy, asker, now, name, CategorySet::of(more)));
      }
    }
  }
  CHECK(wrong == 0);
  CHECK(closed > 1000);
}

TEST_CASE("one more closing rule opens nothing, one more opening rule closes nothing") {
  Dice dice(85);
  int wrong = 0;
  int changed = 0;
  for (int round = 0; round < 1500; ++round) {
    Household household = random_household(dice);
    const Now now = random_moment(dice);
    const auto before = built(household);
    std::string rule = random_rule(dice, false);
    const bool opening = dice.once_in(2);
    if (opening) rule = "@@" + rule;
    (dice.once_in(2) ? household.rules : household.people[0].profile.rules).push_back({rule, {}});
    const auto after = built(household);
    const Asker asker = after->asker_of("192.168.1.7"_ip, nullptr);
    for (const char* name : kNames) {
      const bool was = open(decided(*before, asker, now, name));
      const bool is = open(decided(*after, asker, now, name));
      wrong += opening ? was && !is : !was && is;
      changed += was != is;
    }
  }
  CHECK(wrong == 0);
  CHECK(changed > 200);
}

TEST_CASE("until a verdict's end the verdict is the same, minute by minute, and the second before") {
  Dice dice(86);
  int wrong = 0;
  int ended = 0;
  for (int round = 0; round < 150; ++round) {
    const Case each = random_case(dice, random_household(dice));
    const std::string name = dice.one_of(kNames);
    const Verdict first = decided(each, name);
    const bool ends = first.until != kNever;
    const std::int64_t holds = ends ? (first.until - each.now.wall).count() : 2 * 86400;
    for (std::int64_t passed = 60; passed < holds; passed += 60)
      wrong += !same(first, decided(*each.policy, each.asker, later(each.now, passed), name));
    wrong += !same(first, decided(*each.policy, each.asker, later(each.now, holds - 1), name));
    ended += ends;
  }
  CHECK(wrong == 0);
  CHECK(ended > 50);
}

TEST_CASE("an explanation's verdict is the verdict, and its next change is one") {
  Dice dice(87);
  int wrong = 0;
  int changes = 0;
  for (int round = 0; round < 1000; ++round) {
    const Case each = random_case(dice, random_household(dice));
    const std::string name = dice.one_of(kNames);
    const Verdict found = decided(each, name);
    const Explanation explained = explain(*each.policy, {each.asker, each.now}, *Name::from_text(name), name);
    wrong += !same(found, explained.verdict) || found.until != explained.verdict.until;
    wrong += explained.because.empty() || explained.rule.empty() || explained.remedy.empty();
    if (explained.changes == kNever) continue;
    ++changes;
    const std::int64_t until = (explained.changes - each.now.wall).count();
    wrong += decided(*each.policy, each.asker, later(each.now, until), name).action == found.action;
    wrong += decided(*each.policy, each.asker, later(each.now, until - 1), name).action != found.action;
  }
  CHECK(wrong == 0);
  CHECK(changes > 200);
}
