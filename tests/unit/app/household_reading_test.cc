// SPDX-License-Identifier: Apache-2.0
#include "app/household_reading.h"

#include <doctest/doctest.h>

using namespace darban;

namespace {
const std::string kAli = "zone: Asia/Karachi\npeople: [{name: Ali, band: 10-12}]\n";
const std::string kZara = "zone: Asia/Karachi\npeople: [{name: Zara, band: 13-15}]\n";
}  // namespace

TEST_CASE("a text is read once, and another one for itself") {
  HouseholdReading reading;
  const auto ali = reading.of(kAli, "household.yaml");
  REQUIRE(ali.has_value());
  CHECK((*ali)->people.front().name == "Ali");
  CHECK(*reading.of(kAli, "household.yaml") == *ali);
  CHECK(*reading.of(kAli, "elsewhere/household.yaml") != *ali);
  CHECK((*reading.of(kZara, "household.yaml"))->people.front().name == "Zara");
  CHECK((*reading.of(kAli, "household.yaml"))->people.front().name == "Ali");
}

TEST_CASE("a text that is no household says so each time, with its place, and what was read before is still there") {
  HouseholdReading reading;
  const auto ali = reading.of(kAli, "household.yaml");
  for (int i = 0; i < 2; ++i) {
    const auto wrong = reading.of("zone: Asia/Karachi\npeople: Ali\n", "household.yaml");
    REQUIRE_FALSE(wrong.has_value());
    CHECK(wrong.error().place.line == 2);
  }
  CHECK(*reading.of(kAli, "household.yaml") == *ali);
}

TEST_CASE("what nobody asks for is let go, and whoever has it keeps it") {
  HouseholdReading reading;
  std::weak_ptr<const Household> seen;
  {
    const auto ali = reading.of(kAli, "household.yaml");
    seen = *ali;
    reading.tidy();
    CHECK(*reading.of(kAli, "household.yaml") == *ali);
  }
  reading.tidy();
  CHECK_FALSE(seen.expired());
  reading.tidy();
  CHECK(seen.expired());
}
