// SPDX-License-Identifier: Apache-2.0
#include "app/civil_time.h"

#include <doctest/doctest.h>

namespace darban {
namespace {

const Zone kKarachi = Zone::from_text("PKT-5").value();
const Zone kBerlin = Zone::from_text("CET-1CEST,M3.5.0,M10.5.0/3").value();
// Saturday, 2026-11-21 20:30:15 in Karachi.
const WallTime kSaturday{Seconds(1795275015)};

std::string moment(std::string_view written, const Zone& zone = kKarachi, WallTime now = kSaturday) {
  const auto time = read_moment(written, zone, now);
  return time ? civil_text(*time, zone) : "refused";
}

TEST_CASE("a moment is shown as the household's clock on the wall shows it") {
  CHECK(civil_text(kSaturday, kKarachi) == "2026-11-21 20:30");
  CHECK(civil_text(kSaturday, Zone::utc()) == "2026-11-21 15:30");
  CHECK(weekday_text(kSaturday, kKarachi) == "Saturday 20:30");
}

TEST_CASE("a date with a time is that moment, with a space or a T") {
  CHECK(moment("2026-11-21 20:59") == "2026-11-21 20:59");
  CHECK(moment("2027-02-28T00:00") == "2027-02-28 00:00");
}

TEST_CASE("a weekday is the next of its name, today included") {
  CHECK(moment("sat 09:00") == "2026-11-21 09:00");
  CHECK(moment("mon 21:00") == "2026-11-23 21:00");
  CHECK(moment("Friday 21:00") == "2026-11-27 21:00");
}

TEST_CASE("a time alone is today's, and 24:00 is the midnight after") {
  CHECK(moment("21:00") == "2026-11-21 21:00");
  CHECK(moment("24:00") == "2026-11-22 00:00");
}

TEST_CASE("now is now, to the second") { CHECK(read_moment("now", kKarachi, kSaturday).value() == kSaturday); }

TEST_CASE("an @ stands before Unix seconds") {
  CHECK(read_moment("@1795464000", kKarachi, kSaturday).value() == WallTime(Seconds(1795464000)));
  for (const char* text : {"@", "@-1", "@12x", "@999999999999999"})
    CHECK_FALSE(read_moment(text, kKarachi, kSaturday).has_value());
}

TEST_CASE("what is no time is refused with the spellings that are") {
  for (const char* odd :
       {"", "noon", "25:00", "21:60", "24:01", "2026-02-30 10:00", "2026-13-01 10:00", "2026-11-21", "mond 21:00", "xyz 21:00",
        "9:00", "2026-11-21_20:59", "monT21:00", "-1:00", "+1:00", "2026-11-21  20:59"}) {
    CAPTURE(odd);
    CHECK(moment(odd) == "refused");
  }
  CHECK(read_moment("noon", kKarachi, kSaturday).error().find("2026-11-21 20:59") != std::string::npos);
}

TEST_CASE("a time that summer time skips is the next one there is") {
  CHECK(moment("2027-03-28 02:30", kBerlin) == "2027-03-28 03:00");
}

TEST_CASE("the hour of a count is the household's, in zones with half hours too") {
  const Zone kathmandu = Zone::from_text("<+0545>-5:45").value();
  CHECK(civil_hour(kSaturday, kKarachi) == CivilHour{20778, 20});
  CHECK(civil_hour(kSaturday, kathmandu) == CivilHour{20778, 21});
  CHECK(civil_hour(WallTime(Seconds(-1)), Zone::utc()) == CivilHour{-1, 23});
}

}  // namespace
}  // namespace darban
