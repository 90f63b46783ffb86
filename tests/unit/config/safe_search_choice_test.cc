// SPDX-License-Identifier: Apache-2.0
// What a profile of household.yaml says of safe search.
#include <doctest/doctest.h>

#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

std::string guest_said(const std::string& members) { return household_said("zone: UTC\nguest: {" + members + "}\n"); }

// "google off, youtube moderate"; the engines of one level together are called "all".
std::string choice_of(const std::string& members) {
  const auto household = parse_household("zone: UTC\nguest: {" + members + "}\n", "f.yaml");
  REQUIRE_MESSAGE(household.has_value(), said(household));
  std::string text;
  for (const WrittenSafeSearch& each : household->guest.safe_search) {
    text +=
        (text.empty() ? "" : ", ") + (each.engine.empty() ? "all" : each.engine) + " " + std::string(text_of(each.level).view());
  }
  return text;
}

}  // namespace

TEST_CASE("safe search is on or off for all engines, or said engine by engine") {
  CHECK(choice_of("band: adult") == "");
  CHECK(choice_of("safe-search: on") == "all on");
  CHECK(choice_of("safe-search: yes") == "all on");
  CHECK(choice_of("safe-search: off") == "all off");
  CHECK(choice_of("safe-search: {google: off, bing: on}") == "google off, bing on");
  CHECK(choice_of("safe-search: {youtube: moderate, google: off}") == "youtube moderate, google off");
  CHECK(choice_of("safe-search: {}") == "");
  CHECK(choice_of("safe-search: {all: off, bing: on}") == "all off, bing on");
}

TEST_CASE("YouTube has a short form") {
  CHECK(choice_of("youtube: strict") == "youtube strict");
  CHECK(choice_of("youtube: moderate") == "youtube moderate");
  CHECK(choice_of("youtube: off") == "youtube off");
  CHECK(choice_of("safe-search: off, youtube: strict") == "all off, youtube strict");
}

TEST_CASE("a level nobody knows is refused at its place, with what would be right") {
  CHECK(guest_said("safe-search: strict") ==
        "f.yaml:2:22: 'strict' is not a level of safe search here; write on, off, or an engine with its level: {google: off, "
        "youtube: moderate}");
  CHECK(guest_said("safe-search: {google: gentle}") ==
        "f.yaml:2:31: 'gentle' is not a level of safe search here; write on, off, strict or moderate");
  CHECK(guest_said("youtube: kids") ==
        "f.yaml:2:18: 'kids' is not a level of safe search here; write strict, moderate or off; to close YouTube altogether: "
        "'close: service:youtube'");
  CHECK(guest_said("youtube: on") == "f.yaml:2:18: 'on' is not a level of YouTube; write strict, moderate or off");
  CHECK(guest_said("safe-search: {youtube: strict}, youtube: off") ==
        "f.yaml:2:50: 'youtube' stands here and under 'safe-search'; keep one of them");
  CHECK(guest_said("safe-search: {Google.com: on}") ==
        "f.yaml:2:23: 'Google.com' is no search engine; their keys are words such as google");
  CHECK(contains(guest_said("safe-search: [google]"), "f.yaml:2:22: "));
  CHECK(contains(guest_said("safe-search: {google: [on]}"), "f.yaml:2:31: "));
  CHECK(contains(guest_said("safe-search:"), "f.yaml:2:"));
  CHECK(contains(guest_said("youtube: {level: strict}"), "f.yaml:2:18: "));
}

TEST_CASE("ECH keys are left alone unless somebody asks") {
  const auto household = parse_household("zone: UTC\nguest: {strip-ech: true}\n", "f.yaml");
  REQUIRE(household);
  CHECK(household->guest.strip_ech);
  CHECK_FALSE(parse_household("zone: UTC\nguest: {band: adult}\n", "f.yaml")->guest.strip_ech);
  CHECK(contains(guest_said("strip-ech: perhaps"), "f.yaml:2:20: "));
}
