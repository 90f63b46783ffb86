// SPDX-License-Identifier: Apache-2.0
#include "page/words.h"

#include <doctest/doctest.h>

#include "page/embedded.h"
#include "page/family_text.h"

using namespace darban;
using namespace darban::page;

namespace {

Words words_of(std::string_view messages, std::string_view plural = "one") {
  const std::string json = std::string(R"({"$meta": {"lang": "xx", "dir": "rtl", "name": "Xx", "plural": ")") +
                           std::string(plural) + "\"}, " + std::string(messages) + "}";
  auto words = Words::read(json);
  REQUIRE(words.has_value());
  return std::move(*words);
}

Words::Fault fault_of(std::string_view json) {
  const auto words = Words::read(json);
  REQUIRE_FALSE(words.has_value());
  return words.error();
}

std::string meta(std::string_view rest) {
  return std::string(R"({"$meta": {"lang": "xx", "dir": "ltr", "name": "X", "plural": "one"}, )") + std::string(rest) + "}";
}

const Languages& languages() {
  static const Languages all(embedded_languages());
  return all;
}

std::string_view chosen(std::string_view cookies, std::string_view accepts) {
  return languages().for_visitor(cookies, accepts).tag();
}

}  // namespace

TEST_CASE("what is put into a message is escaped and isolated, numbers and names alike") {
  const Words words = words_of(R"("a": "For {name} & {n}.")");
  CHECK(words.say("a", {{"name", family_text("<Ali>")}, {"n", 5}}).view() == "For <bdi>&lt;Ali&gt;</bdi> &amp; <bdi>5</bdi>.");
  CHECK(words.plain("a", {{"name", family_text("<Ali>")}, {"n", 5}}).view() == "For \u2068<Ali>\u2069 & \u20685\u2069.");
}

TEST_CASE("a phrase of the same language stands inside another as it is") {
  const Words words = words_of(R"("day": "Mon", "a": "On {day}.")");
  CHECK(words.say("a", {{"day", words.plain("day")}}).view() == "On Mon.");
}

TEST_CASE("a message takes the arm of its number") {
  const Words one = words_of(R"("a": "{n, plural, one {# door} other {# doors}} of {name}")");
  CHECK(one.plain("a", {{"n", 1}, {"name", Text("X")}}).view() == "\u20681\u2069 door of \u2068X\u2069");
  CHECK(one.plain("a", {{"n", 0}, {"name", Text("X")}}).view() == "\u20680\u2069 doors of \u2068X\u2069");
  const Words zero = words_of(R"("a": "{n, plural, one {a} other {b}}")", "zero-one");
  CHECK(zero.plain("a", {{"n", 0}}).view() == "a");
  CHECK(zero.plain("a", {{"n", 2}}).view() == "b");
  const Words arabic = words_of(R"("a": "{n, plural, zero {z} one {o} two {t} few {f} many {m} other {x}}")", "arabic");
  std::string arms;
  for (const int n : {0, 1, 2, 3, 10, 11, 99, 100, 102, 103, 111}) arms += arabic.plain("a", {{"n", n}}).view();
  CHECK(arms == "zotffmmxxfm");
}

TEST_CASE("a file that can not be read says why") {
  CHECK(fault_of("no json") == Words::Fault::not_json);
  CHECK(fault_of("[]") == Words::Fault::not_json);
  CHECK(fault_of("{}") == Words::Fault::no_meta);
  CHECK(fault_of(R"({"$meta": {"lang": "xx", "dir": "up", "name": "X", "plural": "one"}})") == Words::Fault::no_meta);
  CHECK(fault_of(R"({"$meta": {"lang": "xx", "dir": "ltr", "name": "X", "plural": "two"}})") == Words::Fault::no_meta);
  CHECK(fault_of(meta(R"("a": "")")) == Words::Fault::not_text);
  CHECK(fault_of(meta(R"("a": 5)")) == Words::Fault::not_text);
  for (const char* message : {"{", "}", "{a", "{}", "{A}", "{a, plural, }", "{a, plural, one {x}}", "{a, plural, other {x}",
                              "{a, select, other {x}}", "{a, plural, other {{b, plural, other {x}}}}", "{a}}"})
    CHECK_MESSAGE(fault_of(meta("\"a\": \"" + std::string(message) + "\"")) == Words::Fault::bad_message, message);
}

TEST_CASE("a key that is not there shows itself, and may be asked for") {
  const Words words = words_of(R"("shared.x.y": "here")");
  CHECK(words.say("shared.x.z").view() == "shared.x.z");
  CHECK(words.find("shared.x.", "y")->view() == "here");
  CHECK_FALSE(words.find("shared.x.", "z").has_value());
}

TEST_CASE("English and Urdu are part of the program, whole, and English is first") {
  REQUIRE(languages().all().size() >= 2);
  CHECK(languages().all().front().tag() == "en");
  const Words* urdu = languages().find("ur");
  REQUIRE(urdu != nullptr);
  CHECK(urdu->direction() == Direction::rtl);
  for (const Words& words : languages().all()) CHECK(words.size() == languages().all().front().size());
}

TEST_CASE("a visitor reads the language they chose, else what the browser asks for, else English") {
  CHECK(chosen("", "") == "en");
  CHECK(chosen("", "ur-PK,ur;q=0.9,en;q=0.8") == "ur");
  CHECK(chosen("", "de, fr;q=0.8") == "en");
  CHECK(chosen("", "en;q=0.3, UR;q=0.31") == "ur");
  CHECK(chosen("", "ur;q=0, en;q=0.1") == "en");
  CHECK(chosen("lang=ur", "en") == "ur");
  CHECK(chosen("session=abc; lang=en", "ur") == "en");
  CHECK(chosen("lang=../../x; lang=ur", "ur") == "ur");
  CHECK(chosen("language=ur", "en") == "en");
  CHECK(chosen(";;=;lang", ",;q=,;;q=9,*") == "en");
}
