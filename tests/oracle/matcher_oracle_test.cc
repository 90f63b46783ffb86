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

struct Comparison {
  int different = 0;  // questions that the two answer differently
  ImageShape shape;
};

// Rules must be sorted by source.
Comparison compare(const std::vector<WrittenRule>& rules, const std::vector<Question>& questions, int categories) {
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
  Comparison comparison{0, compiled->report.shape};
  SuffixHashes hashes;
  for (const Question& question : questions) {
    question.name.hash_suffixes((*image)->seed(), hashes);
    if (!(matcher.categories_of(hashes) == slow.categories_of(question.text))) ++comparison.different;
  }
  return comparison;
}

int differences(const std::vector<WrittenRule>& rules, const std::vector<Question>& questions, int categories) {
  return compare(rules, questions, categories).different;
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

struct Shape {
  int labels = 0;    // different labels; two of them are top-level domains
  int shortest = 0;  // labels in a name
  int longest = 0;
  int sources = 0;
  int categories = 0;
  int rules = 0;  // in each source
};

class RandomRules {
 public:
  RandomRules(unsigned seed, const Shape& shape) : random_(seed), shape_(shape) {}
  std::string name() {
    std::string text;
    for (int i = between(shape_.shortest, shape_.longest); i > 0; --i) {
      text += 'l' + std::to_string(between(1, i == 1 ? 2 : shape_.labels)) + (i == 1 ? "" : ".");
    }
    return text;
  }
  // Most rules are blocks, as in life: a few wide allows would leave nothing to look for.
  WrittenRule rule(int source) {
    const EntryKind kind = between(1, 6) == 1 ? kKinds[static_cast<std::size_t>(between(0, 4))] : EntryKind::block;
    if (between(1, 4) == 1) ++line_;
    const auto category = static_cast<std::uint8_t>(source % shape_.categories);
    return {name(), kScopes[static_cast<std::size_t>(between(0, 2))], kind, CategoryId{category}, source, line_};
  }

 private:
  int between(int low, int high) { return low + static_cast<int>(random_() % static_cast<unsigned>(high - low + 1)); }
  std::mt19937 random_;
  Shape shape_;
  std::uint32_t line_ = 1;
};

Comparison compare_random(unsigned seed, const Shape& shape) {
  RandomRules random(seed, shape);
  std::vector<WrittenRule> rules;
  std::vector<std::string> texts;
  for (int source = 0; source < shape.sources; ++source) {
    for (int i = 0; i < shape.rules; ++i) rules.push_back(random.rule(source));
  }
  for (const WrittenRule& rule : rules) {
    texts.push_back(rule.name);
    if (rule.name.size() < 200) texts.push_back("l1." + rule.name);
    if (rule.name.size() < 200) texts.push_back("x.y." + rule.name);
  }
  for (int i = 0; i < 500; ++i) texts.push_back(random.name());
  return compare(rules, questions_for(texts), shape.categories);
}

}  // namespace

TEST_CASE("every pair of rules answers every question as the slow twin does, on one line and on two") {
  const std::vector<WrittenRule> rules = all_rules(all_names(3));
  const std::vector<Question> questions = questions_for(all_names(4));
  int different = 0;
  for (std::size_t i = 0; i < rules.size(); ++i) {
    for (std::size_t j = i; j < rules.size(); ++j) {
      WrittenRule later = rules[j];
      different += differences({rules[i], later}, questions, 1);
      later.line = 2;
      different += differences({rules[i], later}, questions, 1);
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

TEST_CASE("random lists with large families under one anchor answer as the slow twin does") {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Comparison comparison =
        compare_random(seed, {.labels = 5, .shortest = 3, .longest = 6, .sources = 3, .categories = 3, .rules = 500});
    CHECK(comparison.different == 0);
    CHECK(comparison.shape.heavy_anchors > 5);
  }
}

TEST_CASE("random lists of very deep names answer as the slow twin does") {
  for (unsigned seed = 0; seed < 20; ++seed) {
    const Comparison comparison =
        compare_random(seed, {.labels = 2, .shortest = 1, .longest = 40, .sources = 2, .categories = 2, .rules = 200});
    CHECK(comparison.different == 0);
    CHECK(comparison.shape.heavy_anchors > 20);
  }
}

TEST_CASE("random lists with hundreds of categories, and so with rare classes, answer as the slow twin does") {
  for (unsigned seed = 0; seed < 5; ++seed) {
    const Comparison comparison =
        compare_random(seed, {.labels = 20, .shortest = 2, .longest = 3, .sources = 250, .categories = 250, .rules = 12});
    CHECK(comparison.different == 0);
    CHECK(comparison.shape.rare_names > 100);
  }
}

TEST_CASE("random lists of many small families, some in their second line, answer as the slow twin does") {
  for (unsigned seed = 0; seed < 3; ++seed) {
    const Comparison comparison =
        compare_random(seed, {.labels = 3000, .shortest = 2, .longest = 3, .sources = 3, .categories = 3, .rules = 4000});
    CHECK(comparison.different == 0);
    CHECK(comparison.shape.second_families > 500);
  }
}

}  // namespace darban::oracle
