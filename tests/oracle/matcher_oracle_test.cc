// SPDX-License-Identifier: Apache-2.0
// The compiler and the matcher against their slow twin: all small rule sets, then random large ones.
#include <doctest/doctest.h>

#include <algorithm>
#include <random>

#include "lists/compiler.h"
#include "lists/matcher.h"
#include "tests/oracle/slow_matcher.h"

namespace darban::oracle {
namespace {

Name name_from(const std::string& text) { return Name::from_text(text).value(); }

struct Question {
  std::string text;
  Name name;
};

// Every name of up to `depth` labels over the two-letter alphabet.
std::vector<std::string> all_names(int depth) {
  std::vector<std::string> names{"a", "b"};
  for (std::size_t from = 0; depth > 1; --depth) {
    const std::size_t to = names.size();
    for (std::size_t i = from; i < to; ++i) {
      for (const char* label : {"a.", "b."}) names.push_back(label + names[i]);
    }
    from = to;
  }
  return names;
}

std::vector<Question> questions_for(const std::vector<std::string>& texts) {
  std::vector<Question> questions;
  for (const std::string& text : texts) questions.push_back({text, name_from(text)});
  return questions;
}

// Rules must be sorted by source. The number of questions that the two answer differently; the rules are on the questions' side.
int differences(const std::vector<WrittenRule>& rules, const std::vector<Question>& questions, int categories) {
  ListCompiler compiler;
  SlowMatcher slow;
  for (int i = 0; i < categories; ++i)
    REQUIRE(compiler.add_category({.id = CategoryId{static_cast<std::uint8_t>(i)}, .key = "c"}));
  EntrySink* sink = nullptr;
  int source = -1;
  for (const WrittenRule& rule : rules) {
    if (rule.source != source)
      sink = &compiler.begin_source({.path = "p", .format = "f", .category = rule.category, .changed = 0});
    source = rule.source;
    sink->entry({name_from(rule.name), rule.scope, rule.kind}, rule.line);
    slow.add(rule);
  }
  const auto compiled = compiler.finish();
  REQUIRE(compiled);
  const auto image = Image::from_octets(compiled->octets);
  REQUIRE(image);
  const Matcher matcher(**image);
  int different = 0;
  SuffixHashes hashes;
  for (const Question& question : questions) {
    question.name.hash_suffixes((*image)->seed(), hashes);
    if (!(matcher.categories_of(hashes) == slow.categories_of(question.text))) ++different;
  }
  return different;
}

constexpr std::array kScopes{Scope::exact, Scope::subtree, Scope::below};
constexpr std::array kKinds{EntryKind::block, EntryKind::allow, EntryKind::important_block, EntryKind::important_allow,
                            EntryKind::hole};

std::vector<WrittenRule> all_rules(const std::vector<std::string>& names) {
  std::vector<WrittenRule> rules;
  for (const std::string& name : names) {
    for (const Scope scope : kScopes) {
      for (const EntryKind kind : kKinds) rules.push_back({name, scope, kind, CategoryId{0}, 0, 1});
    }
  }
  return rules;
}

class RandomRules {
 public:
  RandomRules(unsigned seed, int labels, int depth) : random_(seed), labels_(labels), depth_(depth) {}
  int below(int bound) { return static_cast<int>(random_() % static_cast<unsigned>(bound)); }
  std::string name() {
    std::string text;
    for (int i = below(depth_); i >= 0; --i) text += 'l' + std::to_string(below(i == 0 ? 2 : labels_)) + (i == 0 ? "" : ".");
    return text;
  }
  WrittenRule rule(int source, int category) {
    const EntryKind kind = below(3) == 0 ? kKinds[static_cast<std::size_t>(below(5))] : EntryKind::block;
    const auto line = static_cast<std::uint32_t>(below(4) == 0 ? ++line_ : line_);
    return {name(), kScopes[static_cast<std::size_t>(below(3))], kind, CategoryId{static_cast<std::uint8_t>(category)}, source,
            line};
  }

 private:
  std::mt19937 random_;
  int labels_;
  int depth_;
  std::uint32_t line_ = 1;
};

int random_differences(unsigned seed, int labels, int depth, int sources, int categories, int rules_per_source) {
  RandomRules random(seed, labels, depth);
  std::vector<WrittenRule> rules;
  std::vector<std::string> texts;
  for (int source = 0; source < sources; ++source) {
    for (int i = 0; i < rules_per_source; ++i) rules.push_back(random.rule(source, source % categories));
  }
  for (const WrittenRule& rule : rules) {
    texts.push_back(rule.name);
    if (rule.name.size() < 200) texts.push_back("l0." + rule.name);
    if (rule.name.size() < 200) texts.push_back("x.y." + rule.name);
  }
  for (int i = 0; i < 500; ++i) texts.push_back(random.name());
  return differences(rules, questions_for(texts), categories);
}

}  // namespace

TEST_CASE("every pair of rules answers every question as the slow twin does, on one line and on two") {
  const std::vector<WrittenRule> rules = all_rules(all_names(3));
  const std::vector<Question> questions = questions_for(all_names(4));
  int different = 0;
  for (const WrittenRule& first : rules) {
    for (const WrittenRule& second : rules) {
      WrittenRule later = second;
      different += differences({first, later}, questions, 1);
      later.line = 2;
      different += differences({first, later}, questions, 1);
    }
  }
  CHECK(different == 0);
}

TEST_CASE("every rule of up to four labels beside a rule of another category answers as the slow twin does") {
  const std::vector<Question> questions = questions_for(all_names(5));
  const std::vector<WrittenRule> others = all_rules({"a.a", "a.a.a"});
  int different = 0;
  for (const WrittenRule& first : all_rules(all_names(4))) {
    for (WrittenRule second : others) {
      second.category = CategoryId{1};
      second.source = 1;
      different += differences({first, second}, questions, 2);
    }
  }
  CHECK(different == 0);
}

TEST_CASE("every three rules along one chain of names answer as the slow twin does") {
  const std::vector<WrittenRule> rules = all_rules({"a", "a.a", "a.a.a", "a.a.a.a"});
  const std::vector<Question> questions =
      questions_for({"a", "b", "a.a", "b.a", "a.a.a", "b.a.a", "a.a.a.a", "b.a.a.a", "a.a.a.a.a"});
  int different = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = i; j < rules.size(); ++j) {
      for (std::size_t k = j; k < rules.size(); ++k) {
        WrittenRule last = rules[k];
        last.line = 1 + (i + j + k) % 2;  // holes of the same line and of another
        different += differences({rules[i], rules[j], last}, questions, 1);
      }
    }
  }
  CHECK(different == 0);
}

TEST_CASE("random lists of a few labels, with large families under one anchor, answer as the slow twin does") {
  for (unsigned seed = 0; seed < 20; ++seed) CHECK(random_differences(seed, 4, 6, 3, 3, 400) == 0);
}

TEST_CASE("random lists of very deep names answer as the slow twin does") {
  for (unsigned seed = 0; seed < 20; ++seed) CHECK(random_differences(seed, 2, 40, 2, 2, 200) == 0);
}

TEST_CASE("random lists with hundreds of categories, and so with rare classes, answer as the slow twin does") {
  for (unsigned seed = 0; seed < 5; ++seed) CHECK(random_differences(seed, 3, 4, 250, 250, 30) == 0);
}

}  // namespace darban::oracle
