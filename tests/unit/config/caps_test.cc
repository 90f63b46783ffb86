// SPDX-License-Identifier: Apache-2.0
// bonus-cap and pause-cap of a profile.
#include <doctest/doctest.h>

#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

WrittenProfile profile(const std::string& lines) {
  const auto household = parse_household("people:\n  - name: Ali\n    band: 10-12\n" + lines, "f.yaml");
  REQUIRE(household);
  return household->people[0].profile;
}

}  // namespace

TEST_CASE("caps are minutes, and what is not written is the usual") {
  const auto usual = caps_of(profile("").caps);
  CHECK(usual.bonus == 90);
  CHECK(usual.pause == 180);
  const auto own = caps_of(profile("    bonus-cap: 45\n    pause-cap: 0\n").caps);
  CHECK(own.bonus == 45);
  CHECK(own.pause == 0);
}

TEST_CASE("a cap that can not be is refused at its place with what would be right") {
  const std::string person = "people:\n  - name: Ali\n    band: 10-12\n    bonus-cap: ";
  CHECK(household_said(person + "1441\n") == "f.yaml:4:16: '1441' is out of range; write a whole number from 0 to 1440");
  CHECK(household_said(person + "90min\n") == "f.yaml:4:16: '90min' is not a number; write a whole number from 0 to 1440");
  CHECK(contains(household_said(person + "[1, 2]\n"), "f.yaml:4:16: "));
}

TEST_CASE("rooms and guests have caps too") {
  const auto household = parse_household(
      "rooms: [{label: Lab, prefix: 10.0.0.0/8, band: pupil-primary, pause-cap: 30}]\nguest: {band: guest, bonus-cap: 0}\n",
      "f.yaml");
  REQUIRE(household);
  CHECK(household->rooms[0].profile.caps.pause == 30U);
  CHECK(household->guest.caps.bonus == 0U);
}
