// SPDX-License-Identifier: Apache-2.0
// The table of special names and the order of judgement against the obvious way: walk every rule the household wrote, compare
// names whole. Random households over few labels, so that rules meet, nest and contradict each other all the time.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "policy/never_block.h"
#include "policy/safe_search.h"
#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

constexpr Mode kAllModes[] = {Mode::free, Mode::homework, Mode::school, Mode::bedtime, Mode::off};

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  bool once_in(unsigned times) { return below(times) == 0; }

  std::string name() {
    constexpr const char* kTops[] = {"a",     "b",          "pk",           "ntp.org",     "icloud.com",
                                     "local", "google.com", "gravatar.com", "youtube.com", "yandex.ru"};
    constexpr const char* kLabels[] = {"a", "b", "pool", "mask", "digitalrightsfoundation", "forcesafesearch", "www", "m"};
    std::string text = kTops[below(10)];
    for (unsigned depth = below(4); depth > 0; --depth) text = std::string(kLabels[below(8)]) + "." + text;
    return text;
  }
  std::vector<WrittenDomain> names(unsigned most) {
    std::vector<WrittenDomain> some;
    for (unsigned count = below(most + 1); count > 0; --count) some.push_back({name(), {}});
    return some;
  }
  CategorySet categories() {
    CategorySet set;
    for (const Category& category : lists()->categories()) {
      if (once_in(6)) set.add(category.id);
    }
    return set;
  }

 private:
  std::mt19937 random_;
};

WrittenSafeSearch random_choice(Dice& dice) {
  const SafeSearchLevel one = dice.once_in(2) ? SafeSearchLevel::on : SafeSearchLevel::off;
  switch (dice.below(4)) {
    case 0:
      return {"", one, {}};
    case 1:
      return {"google", one, {}};
    case 2:
      return {"yandex", one, {}};
    default:
      constexpr SafeSearchLevel kLevels[] = {SafeSearchLevel::off, SafeSearchLevel::moderate, SafeSearchLevel::strict};
      return {"youtube", kLevels[dice.below(3)], {}};
  }
}

Household random_household(Dice& dice) {
  Household household;
  household.allow = dice.names(4);
  household.block = dice.names(4);
  if (dice.once_in(3)) household.never_block = dice.names(2);
  for (const char* who : {"Ali", "Sara"}) {
    WrittenPerson person;
    person.name = who;
    person.profile.band = static_cast<Band>(dice.below(11));
    person.profile.allow = dice.names(4);
    person.profile.block = dice.names(4);
    person.profile.open_door_names = dice.names(2);
    person.profile.allow_list = dice.once_in(5);
    if (dice.once_in(3)) person.profile.open_doors = {{"learning", {}}, {"streaming", {}}};
    if (dice.once_in(3)) person.profile.bypass = static_cast<BypassLevel>(dice.below(3));
    for (unsigned words = dice.below(3); words > 0; --words) person.profile.safe_search.push_back(random_choice(dice));
    household.people.push_back(person);
  }
  return household;
}

bool listed(const std::vector<WrittenDomain>& domains, const Name& name) {
  return std::any_of(domains.begin(), domains.end(),
                     [&](const WrittenDomain& each) { return name.is_at_or_under(*Name::from_text(each.name)); });
}

struct SlowAnswer {
  Action action = Action::allow;
  Step step = Step::standard;
};

class SlowJudge {
 public:
  SlowJudge(const Household& household, const WrittenPerson& person, const Profile& profile)
      : household_(household), written_(person.profile), profile_(profile) {}

  // Safe search is a way of being open.
  SlowAnswer decide(const Name& name, const CategorySet& categories, Mode mode) const {
    const SlowAnswer other = without_safe_search(name, categories, mode);
    const bool may_be_led = other.action == Action::allow && other.step > Step::never_block;
    if (!may_be_led || !is_led(name)) return other;
    const bool exactly = listed_exactly(written_.allow, name) || listed_exactly(household_.allow, name);
    if (other.step == Step::own_rule && exactly && !profile_.allow_list) return other;
    return {Action::rewrite, Step::safe_search};
  }

  SlowAnswer without_safe_search(const Name& name, const CategorySet& categories, Mode mode) const {
    if (name.is_at_or_under("local"_name)) return {Action::allow, Step::local};
    const bool canary = name == "mask.icloud.com"_name || name == "mask-h2.icloud.com"_name;
    if (canary && profile_.bypass != BypassLevel::off) return {Action::block, Step::canary};
    if (vital(name, false)) return {Action::allow, Step::never_block};
    const bool door = categories.intersects(profile_.open_doors) || listed(written_.open_door_names, name);
    if ((mode == Mode::bedtime || mode == Mode::off) && !door) return {Action::block, Step::time};
    const int word = family_word(name);
    if (word > 0) return {Action::allow, Step::own_rule};
    const bool safe = vital(name, true);
    if (word < 0 && !safe) return {Action::block, Step::own_rule};
    const bool lists_may_close = !safe && !shared(name);
    if (categories.intersects(profile_.closed[static_cast<std::size_t>(mode)]) && lists_may_close)
      return {Action::block, Step::category};
    return {profile_.allow_list && !door ? Action::block : Action::allow, Step::standard};  // nobody opens a category here
  }

  SlowAnswer decide_target(const Name& name, const CategorySet& categories, Mode mode) const {
    if (vital(name, false) || vital(name, true)) return {Action::allow, Step::never_block};
    if (family_word(name) > 0) return {Action::allow, Step::own_rule};
    if (shared(name)) return {};
    for (const Category& category : lists()->categories()) {
      const bool closed = profile_.closed[static_cast<std::size_t>(mode)].has(category.id);
      if (closed && category.judged_in_targets && categories.has(category.id)) return {Action::block, Step::category};
    }
    return {};
  }

 private:
  static bool listed_exactly(const std::vector<WrittenDomain>& domains, const Name& name) {
    return std::any_of(domains.begin(), domains.end(),
                       [&](const WrittenDomain& each) { return name == *Name::from_text(each.name); });
  }
  // The engine whose host it is by name, the last word about that engine, else the band's default.
  bool is_led(const Name& name) const {
    static const SafeSearchFile file = built_in_safe_search();
    for (const SafeEngine& engine : file.engines) {
      if (!listed_exactly(engine.hosts, name)) continue;
      const bool tube = engine.key == "youtube";
      const SafeSearchDefaults standard = safe_search_of(written_.band);
      bool led = tube ? standard.levels != SafeSearchLevel::off : standard.engines;
      for (const WrittenSafeSearch& word : written_.safe_search) {
        if (word.engine == engine.key || (word.engine.empty() && !tube)) led = word.level != SafeSearchLevel::off;
      }
      return led;
    }
    return false;
  }

  struct Row {
    Name name;
    bool exact;
    Vital purpose;
    bool is(const Name& asked) const { return exact ? asked == name : asked.is_at_or_under(name); }
  };
  static std::vector<Row> rows_of(std::span<const VitalName> names) {
    std::vector<Row> rows;
    for (const VitalName& each : names)
      rows.push_back({*Name::from_text(each.name), each.scope == NameScope::exact, each.purpose});
    return rows;
  }
  bool vital(const Name& name, bool safe_search) const {
    static const std::vector<Row> rows = rows_of(vital_names());
    for (const Row& row : rows) {
      if ((row.purpose == Vital::safe_search) == safe_search && row.is(name)) return true;
    }
    return !safe_search && listed(household_.never_block, name);
  }
  static bool shared(const Name& name) {
    static const std::vector<Row> rows = rows_of(shared_names());
    return std::any_of(rows.begin(), rows.end(), [&](const Row& row) { return row.is(name); });
  }

  // +1 opens, -1 closes, 0 says nothing. Every rule is looked at; the best one has most labels, then is the person's own, then
  // opens.
  int family_word(const Name& name) const {
    int best = -1;
    int word = 0;
    const auto consider = [&](const std::vector<WrittenDomain>& rules, int own, int says) {
      for (const WrittenDomain& rule : rules) {
        const Name on = *Name::from_text(rule.name);
        const int rank = on.label_count() * 4 + own * 2 + (says > 0 ? 1 : 0);
        if (!name.is_at_or_under(on) || rank <= best) continue;
        best = rank;
        word = says;
      }
    };
    consider(written_.allow, 1, +1);
    consider(written_.block, 1, -1);
    consider(household_.allow, 0, +1);
    consider(household_.block, 0, -1);
    return word;
  }

  const Household& household_;
  const WrittenProfile& written_;
  const Profile& profile_;
};

}  // namespace

TEST_CASE("hundreds of random households judge as a walk over all their rules does") {
  Dice dice(4711);
  int wrong = 0;
  int closed = 0;
  int led = 0;
  for (int round = 0; round < 500; ++round) {
    const Household household = random_household(dice);
    const auto policy = built(household);
    for (int i = 0; i < 60; ++i) {
      const WrittenPerson& person = household.people[dice.below(2)];
      const ProfileId id = *policy->profile_of_person(person.name);
      const SlowJudge judge(household, person, policy->profile(id));
      const Name name = *Name::from_text(dice.name());
      const CategorySet categories = dice.once_in(2) ? CategorySet() : dice.categories();
      const ModeAt mode{kAllModes[dice.below(5)], WallTime(Seconds(1234567))};
      SuffixHashes hashes;
      name.hash_suffixes(policy->seed(), hashes);

      const Verdict fast = policy->decide(id, mode, {hashes, categories});
      const SlowAnswer slow = judge.decide(name, categories, mode.mode);
      wrong += fast.action != slow.action || fast.step != slow.step;
      closed += fast.action == Action::block;
      wrong += fast.until != (fast.step <= Step::never_block ? kNever : mode.until);
      wrong += (fast.group == Group::none) != (fast.action != Action::block);
      led += fast.action == Action::rewrite;

      const Verdict fast_target = policy->decide_target(id, mode, {hashes, categories});
      const SlowAnswer slow_target = judge.decide_target(name, categories, mode.mode);
      wrong += fast_target.action != slow_target.action || fast_target.step != slow_target.step;
    }
  }
  CHECK(wrong == 0);
  CHECK(closed > 5000);  // the households do decide something
  CHECK(led > 100);
}

TEST_CASE("no household and no list closes a vital name in any mode") {
  Dice dice(1815);
  for (int round = 0; round < 30; ++round) {
    Household household = random_household(dice);
    for (const VitalName& vital : vital_names()) {
      if (dice.once_in(3)) household.people[0].profile.block.push_back({std::string(vital.name), {}});
      if (dice.once_in(10)) household.block.push_back({std::string(vital.name), {}});
    }
    household.people[0].profile.allow_list = true;
    const auto policy = built(household);
    CategorySet everything;
    for (const Category& category : lists()->categories()) everything.add(category.id);
    for (const VitalName& vital : vital_names()) {
      if (vital.purpose == Vital::safe_search) continue;
      SuffixHashes hashes;
      Name::from_text(vital.name)->hash_suffixes(policy->seed(), hashes);
      for (const Mode mode : kAllModes) {
        const Verdict found = policy->decide(ProfileId{1}, {mode, kNever}, {hashes, everything});
        CHECK(open(found));
        CHECK_FALSE(found.counted);
        CHECK(open(policy->decide_target(ProfileId{1}, {mode, kNever}, {hashes, everything})));
      }
    }
  }
}

TEST_CASE("no list closes a shared name for anybody, and the family's own word does") {
  Dice dice(2718);
  CategorySet everything;
  for (const Category& category : lists()->categories()) everything.add(category.id);
  for (int round = 0; round < 30; ++round) {
    const Household household = random_household(dice);
    const auto policy = built(household);
    const WrittenPerson& person = household.people[0];
    const ProfileId id = *policy->profile_of_person(person.name);
    const SlowJudge judge(household, person, policy->profile(id));
    for (const VitalName& shared : shared_names()) {
      const Name name = *Name::from_text(shared.name);
      SuffixHashes hashes;
      name.hash_suffixes(policy->seed(), hashes);
      for (const Mode mode : kAllModes) {
        const Verdict found = policy->decide(id, {mode, kNever}, {hashes, everything});
        CHECK(found.step != Step::category);
        CHECK(found.action == judge.decide(name, everything, mode).action);
        CHECK(open(policy->decide_target(id, {mode, kNever}, {hashes, everything})));
      }
    }
  }
}
