// SPDX-License-Identifier: Apache-2.0
// Own rules against the obvious way: random rules are made in parts, written down as an adult would, and given to the household
// as text; the twin never reads that text. It walks all parts of all rules for each question, compares names whole, and asks its
// own clock minute by minute.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "tests/unit/policy/home.h"

using namespace darban;
using namespace darban::test;

namespace {

class Dice {
 public:
  explicit Dice(unsigned seed) : random_(seed) {}
  unsigned below(unsigned bound) { return static_cast<unsigned>(random_() % bound); }
  bool once_in(unsigned times) { return below(times) == 0; }
  template <std::size_t N>
  const char* one_of(const char* const (&words)[N]) {
    return words[below(N)];
  }
  std::string name() {
    constexpr const char* kLabels[] = {"a", "b", "c"};
    std::string text = once_in(6) ? "gravatar.com" : "example";
    for (unsigned depth = below(4); depth > 0; --depth) text = std::string(one_of(kLabels)) + "." + text;
    return text;
  }

 private:
  std::mt19937 random_;
};

struct Word {
  bool left_out = false;
  std::string text;
};

// A rule in parts.
struct SlowRule {
  int owner = -1;  // -1: everybody's, else which person's
  bool allow = false;
  bool important = false;
  bool exact = false;
  bool takes_back = false;
  std::string name;
  std::vector<std::string> holes;
  std::vector<std::string> types;
  bool types_left_out = false;
  std::vector<Word> clients;
  std::vector<Word> tags;
  std::vector<RuleTime> times;

  std::string text(Dice& dice) const {
    std::string pattern = (allow ? "@@" : "") + (exact ? "|" + name + "^" : dice.once_in(4) ? name : "||" + name + "^");
    std::vector<std::string> modifiers;
    if (important) modifiers.push_back("important");
    if (takes_back) modifiers.push_back("badfilter");
    if (!holes.empty()) modifiers.push_back("denyallow=" + joined(holes));
    if (!types.empty()) {
      std::vector<std::string> written = types;
      for (std::string& type : written) type = (types_left_out ? "~" : "") + type;
      modifiers.push_back("dnstype=" + joined(written));
    }
    if (!clients.empty()) modifiers.push_back("client=" + joined(words(clients, dice)));
    if (!tags.empty()) {
      std::vector<std::string> written;
      for (const Word& tag : tags) written.push_back((tag.left_out ? "~" : "") + tag.text);
      modifiers.push_back("ctag=" + joined(written));
    }
    if (!times.empty()) {
      std::vector<std::string> written;
      for (const RuleTime& time : times) written.push_back(words(time));
      modifiers.push_back("time=" + joined(written));
    }
    for (std::size_t i = modifiers.size(); i > 1; --i)
      std::swap(modifiers[i - 1], modifiers[dice.below(static_cast<unsigned>(i))]);
    for (std::size_t i = 0; i < modifiers.size(); ++i) pattern += (i == 0 ? "$" : ",") + modifiers[i];
    return pattern;
  }

  bool is_same(const SlowRule& other) const {
    const auto sorted = [](std::vector<std::string> texts) {
      std::sort(texts.begin(), texts.end());
      return texts;
    };
    const auto flat = [&](const std::vector<Word>& all) {
      std::vector<std::string> texts;
      for (const Word& word : all) texts.push_back((word.left_out ? "~" : "") + word.text);
      return sorted(texts);
    };
    std::vector<std::string> my_times;
    std::vector<std::string> their_times;
    for (const RuleTime& time : times) my_times.push_back(words(time));
    for (const RuleTime& time : other.times) their_times.push_back(words(time));
    return allow == other.allow && important == other.important && exact == other.exact && name == other.name &&
           sorted(holes) == sorted(other.holes) && sorted(types) == sorted(other.types) &&
           types_left_out == other.types_left_out && flat(clients) == flat(other.clients) && flat(tags) == flat(other.tags) &&
           sorted(my_times) == sorted(their_times);
  }

 private:
  static std::string joined(const std::vector<std::string>& texts) {
    std::string all;
    for (const std::string& text : texts) all += (all.empty() ? "" : "|") + text;
    return all;
  }
  static std::vector<std::string> words(const std::vector<Word>& all, Dice& dice) {
    std::vector<std::string> texts;
    for (const Word& word : all) {
      const bool address = word.text.find_first_of(".:") != std::string::npos;
      const std::string quote = address ? "" : dice.once_in(2) ? "'" : "";
      texts.push_back((word.left_out ? "~" : "") + quote + word.text + quote);
    }
    return texts;
  }
  static std::string words(const RuleTime& time) {
    const auto two = [](int number) { return (number < 10 ? "0" : "") + std::to_string(number); };
    constexpr const char* kDays[] = {"mon", "tue", "wed", "thu", "fri", "sat", "sun"};
    std::string days = "daily";
    for (int first = 0; first < 7; ++first) {
      for (int length = 1; length < 7; ++length) {
        unsigned set = 0;
        for (int i = 0; i < length; ++i) set |= 1U << ((first + i) % 7);
        if (set != time.days) continue;
        days = kDays[first];
        if (length > 1) days += std::string("-") + kDays[(first + length - 1) % 7];
      }
    }
    return days + ":" + two(time.start / 60) + "." + two(time.start % 60) + "-" + two(time.end / 60) + "." + two(time.end % 60);
  }
};

// Who can ask, and everything a rule may say of them.
struct SlowAsker {
  const char* person;
  const char* device;
  const char* address;
  const char* mac;
  std::vector<std::string> tags;
};
const std::vector<SlowAsker> kAskers{
    {"Ali", "tablet", "192.168.1.7", "02:00:00:00:00:07", {"user_child", "device_tablet", "os_android"}},
    {"Ali", "phone", "192.168.1.9", "02:00:00:00:00:09", {"user_child", "device_phone"}},
    {"Sara", "laptop", "192.168.2.8", "02:00:00:00:00:08", {"user_regular"}},
    {"Lab", "", "192.168.3.77", "", {"user_child"}},
    {"guest", "", "192.168.1.77", "02:00:00:00:00:55", {}},
};

class SlowFamily {
 public:
  explicit SlowFamily(Dice& dice) {
    for (unsigned count = 1 + dice.below(12); count > 0; --count) rules_.push_back(random_rule(dice));
    for (unsigned count = dice.below(3); count > 0; --count) {
      SlowRule taker = dice.once_in(5) ? random_rule(dice) : rules_[dice.below(static_cast<unsigned>(rules_.size()))];
      taker.takes_back = true;
      if (dice.once_in(3)) taker.owner = static_cast<int>(dice.below(3)) - 1;
      rules_.push_back(taker);
    }
  }

  Household household(Dice& dice) const {
    Household household = family();
    auto& ali = household.people[0];
    ali.devices[0].tags = {{"device_tablet", {}}, {"os_android", {}}};
    ali.devices.push_back({"phone", {"02:00:00:00:00:09"_mac}, {"192.168.1.9"_prefix}, {21, 5}, false, {{"device_phone", {}}}});
    household.people[1].devices[0].addresses = {"192.168.2.8"_prefix};
    household.rooms.push_back(room("Lab", "192.168.3.0/24"_prefix, Band::pupil_secondary));
    for (const SlowRule& rule : rules_) {
      const WrittenRule written{rule.text(dice), {1, 1}};
      (rule.owner < 0 ? household.rules : household.people[static_cast<std::size_t>(rule.owner)].profile.rules)
          .push_back(written);
    }
    return household;
  }

  // +1 opens, -1 closes, 0 says nothing.
  int word(const SlowAsker& asker, const std::string& text, const std::string& type, const Now& now) const {
    const Name name = *Name::from_text(text);
    int best = -1;
    int word = 0;
    for (const SlowRule& rule : rules_) {
      if (rule.takes_back || is_taken_back(rule, asker) || !applies(rule, asker, name, type, now)) continue;
      const int important = rule.important ? (rule.allow ? 4000 : 2000) : 0;
      const int rank =
          important + Name::from_text(rule.name)->label_count() * 4 + (rule.owner >= 0 ? 2 : 0) + (rule.allow ? 1 : 0);
      if (rank <= best) continue;
      best = rank;
      word = rule.allow ? +1 : -1;
    }
    return word;
  }

 private:
  static SlowRule random_rule(Dice& dice) {
    SlowRule rule;
    rule.owner = static_cast<int>(dice.below(3)) - 1;
    rule.allow = dice.once_in(3);
    rule.important = dice.once_in(5);
    rule.exact = dice.once_in(5);
    rule.name = dice.name();
    if (!rule.allow && !rule.exact && dice.once_in(5)) rule.holes = {"c." + rule.name};
    if (dice.once_in(4)) {
      constexpr const char* kTypes[] = {"A", "AAAA", "HTTPS"};
      const unsigned first = dice.below(3);
      rule.types = {kTypes[first]};
      if (dice.once_in(2)) rule.types.push_back(kTypes[(first + 1) % 3]);
      rule.types_left_out = dice.once_in(2);
    }
    if (dice.once_in(3)) rule.clients = random_clients(dice);
    if (dice.once_in(4)) {
      constexpr const char* kSomeTags[] = {"user_child", "user_regular", "device_tablet", "device_phone", "os_android"};
      rule.tags = {{dice.once_in(3), dice.one_of(kSomeTags)}};
    }
    if (dice.once_in(3)) {
      for (unsigned count = 1 + dice.below(2); count > 0; --count) {
        unsigned days = 0;
        const unsigned first = dice.below(7);
        for (unsigned i = 0, length = 1 + dice.below(7); i < length; ++i) days |= 1U << ((first + i) % 7);
        const auto end = static_cast<std::uint16_t>(1 + dice.below(1440));
        rule.times.push_back({static_cast<std::uint8_t>(days), static_cast<std::uint16_t>(dice.below(1440)), end});
      }
    }
    return rule;
  }

  static std::vector<Word> random_clients(Dice& dice) {
    constexpr const char* kClients[] = {"Ali",
                                        "Sara",
                                        "Lab",
                                        "guest",
                                        "tablet",
                                        "Ali/phone",
                                        "laptop",
                                        "192.168.1.7",
                                        "192.168.1.0/24",
                                        "192.168.0.0/16",
                                        "02:00:00:00:00:09",
                                        "02:00:00:00:00:55"};
    std::vector<Word> clients;
    for (unsigned count = 1 + dice.below(3); count > 0; --count) clients.push_back({dice.once_in(3), dice.one_of(kClients)});
    return clients;
  }

  bool is_taken_back(const SlowRule& rule, const SlowAsker& asker) const {
    return std::any_of(rules_.begin(), rules_.end(), [&](const SlowRule& taker) {
      if (!taker.takes_back || !taker.is_same(rule)) return false;
      return taker.owner == rule.owner || (rule.owner < 0 && is_of(taker, asker));
    });
  }

  static bool is_of(const SlowRule& rule, const SlowAsker& asker) {
    return rule.owner < 0 || std::string(asker.person) == (rule.owner == 0 ? "Ali" : "Sara");
  }

  static bool applies(const SlowRule& rule, const SlowAsker& asker, const Name& name, const std::string& type, const Now& now) {
    const Name on = *Name::from_text(rule.name);
    if (!is_of(rule, asker) || !(rule.exact ? name == on : name.is_at_or_under(on))) return false;
    for (const std::string& hole : rule.holes) {
      if (name.is_at_or_under(*Name::from_text(hole))) return false;
    }
    if (!rule.types.empty()) {
      const bool named = std::find(rule.types.begin(), rule.types.end(), type) != rule.types.end();
      if (named == rule.types_left_out) return false;
    }
    if (!rule.times.empty() &&
        std::none_of(rule.times.begin(), rule.times.end(), [&](const RuleTime& time) { return is_on(time, now); }))
      return false;
    return fits(rule.clients, [&](const std::string& word) { return is_client(word, asker); }) &&
           fits(rule.tags, [&](const std::string& word) {
             return std::find(asker.tags.begin(), asker.tags.end(), word) != asker.tags.end();
           });
  }

  // One of those without ~, if there are any, and none of those with.
  template <typename Is>
  static bool fits(const std::vector<Word>& words, Is is) {
    bool wanted = false;
    bool found = false;
    for (const Word& word : words) {
      if (word.left_out && is(word.text)) return false;
      wanted |= !word.left_out;
      found |= !word.left_out && is(word.text);
    }
    return !wanted || found;
  }

  static bool is_client(const std::string& word, const SlowAsker& asker) {
    const std::string device = asker.device;
    if (word == asker.person || (!device.empty() && (word == device || word == std::string(asker.person) + "/" + device)))
      return true;
    if (word == "192.168.0.0/16") return true;
    if (word == "192.168.1.0/24") return std::string(asker.address).starts_with("192.168.1.");
    return word == asker.address || (*asker.mac != '\0' && word == asker.mac);
  }

  // By going through the minutes of the window.
  static bool is_on(const RuleTime& time, const Now& now) {
    const std::int64_t minute = (now.wall.time_since_epoch().count() + 5 * 3600) / 60 + 3 * 1440;  // Karachi; Monday is day 0
    for (int day = 0; day < 7; ++day) {
      if ((time.days >> day & 1) == 0) continue;
      int at = time.start;
      do {
        if ((day * 1440 + at) % (7 * 1440) == minute % (7 * 1440)) return true;
        ++at;
      } while (at % 1440 != time.end % 1440);
    }
    return false;
  }

  std::vector<SlowRule> rules_;
};

struct Asked {
  Verdict verdict;
  ModeAt mode;
};

Asked asked(const Policy& policy, const SlowAsker& who, const Name& name, RrType type, const Now& now) {
  const IpAddress address = *IpAddress::from_text(who.address);
  MacAddress mac;
  if (*who.mac != '\0') mac = *MacAddress::from_text(who.mac);
  const MacAddress* known = *who.mac != '\0' ? &mac : nullptr;
  SuffixHashes hashes;
  name.hash_suffixes(policy.seed(), hashes);
  const NameFacts facts = policy.facts_of(hashes);
  const Asker asker = policy.asker_of(address, known);
  const ModeAt mode = policy.mode_at(asker, now);
  return {policy.decide(asker, mode, {hashes, policy.categories_of(hashes, facts), type, &address, known}, facts), mode};
}

RrType type_of(const std::string& word) { return word == "A" ? RrType::a : word == "AAAA" ? RrType::aaaa : RrType::https; }

}  // namespace

TEST_CASE("hundreds of families' rules judge as a walk over all their parts does, whoever asks, for what and when") {
  Dice dice(1913);
  int wrong = 0;
  int opened = 0;
  int closed = 0;
  constexpr const char* kTypes[] = {"A", "AAAA", "HTTPS"};
  for (int round = 0; round < 800; ++round) {
    const SlowFamily slow(dice);
    const auto policy = built(slow.household(dice));
    for (int i = 0; i < 60; ++i) {
      const SlowAsker& asker = kAskers[dice.below(static_cast<unsigned>(kAskers.size()))];
      const std::string name = dice.name();
      const std::string type = dice.one_of(kTypes);
      const Now now =
          karachi(23 + static_cast<int>(dice.below(7)), static_cast<int>(dice.below(24)), static_cast<int>(dice.below(60)));
      const Verdict fast = asked(*policy, asker, *Name::from_text(name), type_of(type), now).verdict;
      const int word = slow.word(asker, name, type, now);
      const bool ruled = fast.step == Step::own_rule;
      const int said = !ruled ? 0 : open(fast) ? +1 : -1;
      wrong += said != word;
      opened += word > 0;
      closed += word < 0;
    }
  }
  CHECK(wrong == 0);
  CHECK(opened > 2000);
  CHECK(closed > 5000);
  MESSAGE("opened by a rule: " << opened << ", closed by a rule: " << closed);
}

TEST_CASE("until a verdict's end nothing changes, minute by minute") {
  Dice dice(1914);
  int wrong = 0;
  int ended = 0;
  for (int round = 0; round < 120; ++round) {
    const SlowFamily slow(dice);
    Household household = slow.household(dice);
    if (dice.once_in(2))
      household.people[0].profile.timetable = {window(kSchoolNights, 21, 7, Mode::bedtime),
                                               window(kDaily, 16, 18, Mode::homework)};
    const auto policy = built(household);
    const SlowAsker& asker = kAskers[dice.below(static_cast<unsigned>(kAskers.size()))];
    const Name name = *Name::from_text(dice.name());
    Now now = karachi(23 + static_cast<int>(dice.below(7)), static_cast<int>(dice.below(24)), static_cast<int>(dice.below(60)));
    const Verdict first = asked(*policy, asker, name, RrType::a, now).verdict;
    for (int minute = 0; minute < 3 * 1440; ++minute) {
      now.wall += Seconds(60);
      if (now.wall >= first.until) {
        ++ended;
        break;
      }
      const Verdict later = asked(*policy, asker, name, RrType::a, now).verdict;
      wrong += later.action != first.action || later.step != first.step;
    }
    // And at the last second before.
    if (first.until != kNever) {
      now.wall = first.until - Seconds(1);
      const Verdict last = asked(*policy, asker, name, RrType::a, now).verdict;
      wrong += last.action != first.action || last.step != first.step;
    }
  }
  CHECK(wrong == 0);
  CHECK(ended > 20);
}
