// SPDX-License-Identifier: Apache-2.0
#include "app/arguments.h"

#include <doctest/doctest.h>

#include <array>

namespace darban {
namespace {

constexpr std::array kKnown{Option{"--config"}, Option{"--json", Option::Takes::nothing}};

Result<Arguments, std::string> read(const std::vector<std::string_view>& words, std::size_t places = 0) {
  return Arguments::read(words, kKnown, places);
}

TEST_CASE("a value may stand behind a space or an equals sign") {
  for (const auto& words :
       {std::vector<std::string_view>{"--config", "a.yaml"}, std::vector<std::string_view>{"--config=a.yaml"}}) {
    const auto arguments = read(words);
    REQUIRE(arguments);
    CHECK(arguments->value("--config") == "a.yaml");
  }
}

TEST_CASE("what is no option is a place, in any order, up to the bound") {
  const auto arguments = read({"one", "--json", "two"}, 2);
  REQUIRE(arguments);
  CHECK(arguments->has("--json"));
  REQUIRE(arguments->places().size() == 2);
  CHECK(arguments->places()[1] == "two");
  CHECK(read({"one", "two", "three"}, 2).error() == "'three' is one word too many");
}

TEST_CASE("after two dashes nothing is an option, and one dash alone is a place") {
  const auto arguments = read({"--", "--json"}, 1);
  REQUIRE(arguments);
  CHECK_FALSE(arguments->has("--json"));
  CHECK(arguments->places()[0] == "--json");
  CHECK(read({"-"}, 1)->places()[0] == "-");
}

TEST_CASE("an option nobody knows is refused, with the one that was meant") {
  CHECK(read({"--confg", "x"}).error().find("did you mean --config?") != std::string::npos);
  CHECK(read({"--zebra"}).error() == "there is no option '--zebra'");
}

TEST_CASE("a missing value, a value too many and a repetition are refused") {
  CHECK_FALSE(read({"--config"}));
  CHECK_FALSE(read({"--json=yes"}));
  CHECK_FALSE(read({"--json", "--json"}));
  CHECK_FALSE(read({"--config", "a", "--config=b"}));
}

TEST_CASE("an empty value is a value") { CHECK(read({"--config="})->value("--config") == ""); }

TEST_CASE("what was not said is absent") {
  const auto arguments = read({});
  REQUIRE(arguments);
  CHECK_FALSE(arguments->has("--json"));
  CHECK_FALSE(arguments->value("--config"));
}

}  // namespace
}  // namespace darban
