// SPDX-License-Identifier: Apache-2.0
#include "web/json.h"

#include <doctest/doctest.h>

using namespace darban::web;

namespace {

JsonError error_of(std::string_view text) {
  const auto value = read_json(text);
  REQUIRE_FALSE(value.has_value());
  return value.error();
}

std::string nested(std::size_t depth) { return std::string(depth, '[') + std::string(depth, ']'); }

}  // namespace

TEST_CASE("every kind of value is read as it was written") {
  const auto value =
      read_json(R"({"who":["Ali","Sara"],"minutes":45,"confirmed":true,"share":0.5,"note":null,"name":"\u0639\n"})");
  REQUIRE(value.has_value());
  REQUIRE(value->find("who")->list() != nullptr);
  CHECK(*(*value->find("who")->list())[1].text() == "Sara");
  CHECK(*value->find("minutes")->whole() == 45);
  CHECK(*value->find("confirmed")->flag());
  CHECK(*value->find("share")->fraction() == 0.5);
  CHECK(value->find("note")->is_null());
  CHECK(*value->find("name")->text() == "\xd8\xb9\n");
  CHECK(value->find("other") == nullptr);
  CHECK(value->find("minutes")->text() == nullptr);
  CHECK(value->members()->front().first == "who");
  CHECK(*read_json(" -7 ")->whole() == -7);
}

TEST_CASE("lists in objects in lists keep their values") {
  const auto value = read_json(R"([{"a":[1,{"b":[2]}]},[3],{}])");
  REQUIRE(value.has_value());
  const auto& list = *value->list();
  REQUIRE(list.size() == 3);
  CHECK(*(*(*list[0].find("a")->list())[1].find("b")->list())[0].whole() == 2);
  CHECK(*(*list[1].list())[0].whole() == 3);
  CHECK(list[2].members()->empty());
}

TEST_CASE("what is no JSON is refused at its line and column") {
  for (const char* text :
       {"", "{", "[1,]", "{\"a\":1,}", "{a:1}", "01", "nul", "[1] 2", "\"\\x\"", "\"\xff\"", "\"a\nb\"", "NaN", "// c\n1"}) {
    CAPTURE(text);
    CHECK(error_of(text).fault == JsonFault::not_json);
  }
  const JsonError error = error_of("{\"a\": 1,\n \"b\": x}");
  CHECK(error.line == 2);
  CHECK(error.column == 7);
}

TEST_CASE("a key that stands twice is refused: two readers could take two of them") {
  const JsonError error = error_of("{\"role\":\"helper\",\n\"role\":\"owner\"}");
  CHECK(error.fault == JsonFault::repeated_key);
  CHECK(error.line == 2);
  CHECK(read_json(R"([{"a":1},{"a":2}])").has_value());
}

TEST_CASE("depth and number are bounded") {
  CHECK(read_json(nested(kDeepestJson)).has_value());
  CHECK(error_of(nested(kDeepestJson + 1)).fault == JsonFault::too_deep);
  CHECK(error_of(nested(30000)).fault == JsonFault::too_deep);
  std::string many = "[0";
  for (std::size_t i = 0; i < kMostJsonValues; ++i) many += ",0";
  CHECK(error_of(many + "]").fault == JsonFault::too_many);
}

TEST_CASE("a number is exact or refused") {
  CHECK(*read_json("9223372036854775807")->whole() == INT64_MAX);
  CHECK(*read_json("-9223372036854775808")->whole() == INT64_MIN);
  for (const char* number : {"9223372036854775808", "18446744073709551615", "18446744073709551616", "-9223372036854775809"}) {
    CAPTURE(number);
    CHECK(error_of(number).fault == JsonFault::large_number);
  }
  CHECK_FALSE(read_json("1e999").has_value());
}

TEST_CASE("a fault is told as a problem with its place") {
  const Response response = problem(error_of("[1,\n2,,3]"));
  CHECK(response.status == 400);
  CHECK(response.body.find("\"line\":2") != std::string::npos);
}
