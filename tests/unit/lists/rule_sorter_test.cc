// SPDX-License-Identifier: Apache-2.0
#include "lists/rule_sorter.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <tuple>

#include "tests/support/temp_folder.h"

namespace darban {
namespace {

// A rule as the slow twin keeps it: everything, in one vector.
using Plain = std::tuple<std::uint64_t, std::string, std::uint16_t, std::uint8_t, std::uint32_t>;

std::vector<Plain> random_rules(unsigned seed, std::size_t count) {
  std::mt19937 random(seed);
  std::vector<Plain> rules;
  for (std::size_t i = 0; i < count; ++i) {
    const std::uint64_t family = (random() % 400) * 0x9e3779b97f4a7c15;
    const std::string name = "n" + std::to_string(random() % 50) + ".f" + std::to_string(family % 1000) + ".example";
    const auto source = static_cast<std::uint16_t>(i * 8 / count);
    rules.emplace_back(family, name, source, static_cast<std::uint8_t>(random() % 3),
                       random() % 20 == 0 ? random() % 1000 + 1 : 0);
  }
  return rules;
}

std::string key_of(const std::string& text) {
  NameKeys keys;
  const Octets key = keys.octets_of(keys.add(Name::from_text(text).value()));
  return {key.begin(), key.end()};
}

std::vector<Plain> sorted_slowly(std::vector<Plain> rules) {
  for (Plain& rule : rules) std::get<1>(rule) = key_of(std::get<1>(rule));
  std::sort(rules.begin(), rules.end());
  return rules;
}

std::vector<Plain> sorted_by(RuleSorter sorter, const std::vector<Plain>& rules) {
  for (const auto& [family, name, source, bits, number] : rules)
    sorter.add(family, Name::from_text(name).value(), source, bits, number);
  REQUIRE(sorter.finish());
  std::vector<Plain> sorted;
  for (SortedRule rule; sorter.next(rule);)
    sorted.emplace_back(rule.family, std::string(rule.key.begin(), rule.key.end()), rule.source, rule.bits, rule.number);
  CHECK(sorter.trouble());
  return sorted;
}

// Numbers of equal rules come in the order of their lines where they are one run, and by size where runs are merged.
std::vector<Plain> without_order_of_numbers(std::vector<Plain> rules) {
  std::sort(rules.begin(), rules.end());
  return rules;
}

}  // namespace

TEST_CASE("rules come out in the order of a slow sort, in one run and in many") {
  const TempFolder folder;
  const auto rules = random_rules(1, 200'000);
  const auto expected = sorted_slowly(rules);
  for (const std::size_t memory : {std::size_t{1} << 30, std::size_t{1}}) {
    const auto sorted = sorted_by(RuleSorter({memory, folder.path()}), rules);
    REQUIRE(sorted.size() == expected.size());
    const auto same_name = [](const Plain& a, const Plain& b) {
      return std::get<0>(a) == std::get<0>(b) && std::get<1>(a) == std::get<1>(b) && std::get<2>(a) == std::get<2>(b);
    };
    CHECK(std::equal(sorted.begin(), sorted.end(), expected.begin(), same_name));
    CHECK(without_order_of_numbers(sorted) == expected);
  }
}

TEST_CASE("nothing in, nothing out") {
  RuleSorter sorter({});
  REQUIRE(sorter.finish());
  SortedRule rule;
  CHECK_FALSE(sorter.next(rule));
}

}  // namespace darban
