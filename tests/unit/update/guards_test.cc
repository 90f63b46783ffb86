// SPDX-License-Identifier: Apache-2.0
#include "update/guards.h"

#include <doctest/doctest.h>

#include <string>

#include "tests/support/literals.h"

namespace darban {
namespace {

using namespace literals;

std::string lines(int from, int to) {
  std::string text;
  for (int i = from; i < to; ++i) text += "site" + std::to_string(i) + ".example\n";
  return text;
}

Judgement judged(const std::string& text, const Expectations& expected = {}, const Measures& measures = {},
                 const NameIndex& without = {}) {
  return judge_list(text, *format_named("domains"), {}, expected, without, measures);
}
Refusal refusal(const std::string& text, const Expectations& expected = {}, const Measures& measures = {}) {
  return judged(text, expected, measures).refusal;
}

Measures ten_vital_names() {
  Measures measures;
  for (std::uint32_t i = 0; i < 10; ++i)
    measures.vital.add(Name::from_text("vital" + std::to_string(i) + ".test.example").value(), Scope::exact, i);
  return measures;
}
std::string vital(int count) {
  std::string text;
  for (int i = 0; i < count; ++i) text += "vital" + std::to_string(i) + ".test.example\n";
  return text;
}

}  // namespace

TEST_CASE("a list of the expected size is believed") {
  Expectations expected;
  expected.least_entries = 50;
  expected.most_entries = 200;
  expected.last_entries = 90;
  CHECK(refusal(lines(0, 100), expected) == Refusal::none);
  CHECK(judged(lines(0, 100), expected).entries == 100);
}

TEST_CASE("what is no list is named for what it is") {
  CHECK(refusal("<!DOCTYPE html>\n<html>") == Refusal::web_page);
  CHECK(refusal("\n  <html><body>") == Refusal::web_page);
  CHECK(refusal("{\"message\":\"rate limit\"}") == Refusal::error_message);
  CHECK(refusal("[{\"error\":1}]") == Refusal::error_message);
  CHECK(refusal(std::string("\x1f\x8b\x08\x00\x01\x02", 6)) == Refusal::octets);
  CHECK(refusal("") == Refusal::empty);
  CHECK(refusal("# nothing\n# here\n") == Refusal::empty);
}

TEST_CASE("half of the last good list is believed, less is not") {
  Expectations expected;
  expected.last_entries = 200;
  CHECK(refusal(lines(0, 100), expected) == Refusal::none);
  CHECK(refusal(lines(0, 99), expected) == Refusal::shrunk);
}

TEST_CASE("three times the last good list is believed, more is not") {
  Expectations expected;
  expected.last_entries = 100;
  CHECK(refusal(lines(0, 300), expected) == Refusal::none);
  CHECK(refusal(lines(0, 301), expected) == Refusal::grown);
}

TEST_CASE("the catalogue's range holds also for a list seen for the first time") {
  Expectations expected;
  expected.least_entries = 100;
  expected.most_entries = 200;
  CHECK(refusal(lines(0, 99), expected) == Refusal::too_few);
  CHECK(refusal(lines(0, 201), expected) == Refusal::too_many);
}

TEST_CASE("one line in twenty may make no sense, more may not") {
  std::string bad;
  for (int i = 0; i < 5; ++i) bad += "bad..name" + std::to_string(i) + ".example\n";
  CHECK(refusal(lines(0, 95) + bad) == Refusal::none);
  CHECK(refusal(lines(0, 90) + bad + "a..b.example\n") == Refusal::bad_lines);
}

TEST_CASE("a canary that is missing refuses, and its place says which") {
  Expectations expected;
  expected.contains = {"site1.example"_name, "absent.example"_name};
  const Judgement judgement = judged(lines(0, 10), expected);
  CHECK(judgement.refusal == Refusal::canary_missing);
  CHECK(judgement.canary == 1);
}

TEST_CASE("a canary is inside when a rule above it closes it") {
  Expectations expected;
  expected.contains = {"www.site1.example"_name};
  CHECK(refusal(lines(0, 10), expected) == Refusal::none);
}

TEST_CASE("a hashed canary is found by its hash alone") {
  const std::string name = "site3.example";
  Expectations expected;
  expected.contains_hashed = {crypto::sha256({reinterpret_cast<const std::uint8_t*>(name.data()), name.size()})};
  CHECK(refusal(lines(0, 10), expected) == Refusal::none);
  CHECK(refusal(lines(4, 10), expected) == Refusal::canary_missing);
  CHECK(refusal("SITE3.example.\n" + lines(4, 10), expected) == Refusal::none);
}

TEST_CASE("a forbidden name refuses and the line is known, also when a rule above it would close it") {
  Expectations expected;
  expected.never_contains = {"www.wiki.example"_name};
  const Judgement judgement = judged(lines(0, 10) + "wiki.example\n", expected);
  CHECK(judgement.refusal == Refusal::forbidden_name);
  CHECK(judgement.line == 11);
}

TEST_CASE("five vital names are a slip, six are not") {
  const Measures measures = ten_vital_names();
  CHECK(refusal(lines(0, 100) + vital(5), {}, measures) == Refusal::none);
  CHECK(refusal(lines(0, 100) + vital(6), {}, measures) == Refusal::closes_vital_names);
  CHECK(judged(lines(0, 100) + vital(6) + vital(6), {}, measures).vital_names == 6);
}

TEST_CASE("names the catalogue takes out are as if they were not there") {
  const Measures measures = ten_vital_names();
  NameIndex without;
  without.add("test.example"_name, Scope::subtree, 0);
  CHECK(judged(lines(0, 100) + vital(10), {}, measures, without).refusal == Refusal::none);
}

TEST_CASE("more of the most visited sites than the catalogue allows refuses") {
  Measures measures;
  for (std::uint32_t i = 0; i < 10; ++i)
    measures.top_sites.add(Name::from_text("site" + std::to_string(i) + ".example").value(), Scope::exact, i);
  Expectations expected;
  expected.most_top_sites = 9;
  CHECK(refusal(lines(0, 9), expected, measures) == Refusal::none);
  CHECK(refusal(lines(0, 10), expected, measures) == Refusal::closes_top_sites);
}

TEST_CASE("a list in another syntax than the catalogue says is not guessed at") {
  CHECK(refusal("0.0.0.0 a.example\n0.0.0.0 b.example\n") == Refusal::other_syntax);
  CHECK(judge_list(lines(0, 10), *format_named("adblock"), {}, {}, {}, {}).refusal == Refusal::none);
}

TEST_CASE("an allow entry is counted and neither a canary nor a clash") {
  Expectations expected;
  expected.never_contains = {"wiki.example"_name};
  const std::string text = "||a.example^\n||b.example^\n@@||wiki.example^\n";
  CHECK(judge_list(text, *format_named("adblock"), {}, expected, {}, {}).refusal == Refusal::none);
}

TEST_CASE("each refusal has words and a key of its own") {
  for (int i = 0; i <= static_cast<int>(kLastRefusal); ++i) {
    const auto refusal = static_cast<Refusal>(i);
    CHECK_FALSE(text_of(refusal).view().empty());
    CHECK(refusal_of_key(key_of(refusal).view()) == refusal);
  }
  CHECK_FALSE(refusal_of_key("no-such-thing"));
}

}  // namespace darban
