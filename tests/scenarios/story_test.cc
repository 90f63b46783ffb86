// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/story.h"

#include <doctest/doctest.h>

#include "tests/support/reveal.h"

using namespace darban;

namespace {

const std::string kHouse =
    "list gaming play.example\n"
    "profile kids block gaming Mon-Thu 20:30-07:00\n"
    "device tablet 02:00:00:00:00:07 kids\n";

StoryError refusal_of(const std::string& line) {
  const auto story = read_story(kHouse + line, "x.scn");
  return story ? StoryError{-1, "it was read"} : story.error();
}

}  // namespace

TEST_CASE("the story of the house plan is read") {
  const auto story = read_story(kHouse +
                                    "upstream play.example A 192.0.2.10 ttl 3600\n"
                                    "Mon 20:29:20  tablet asks play.example A    gets 192.0.2.10 ttl 40   # a remark\n"
                                    "Mon 20:30:00  tablet asks play.example A    blocked gaming\n"
                                    "Tue 07:00:00  tablet asks play.example AAAA without edns gets nothing\n",
                                "x.scn");
  REQUIRE(story.has_value());
  REQUIRE(story->steps.size() == 3);
  CHECK(story->steps[0].outcome.values == std::vector<std::string>{"192.0.2.10"});
  CHECK(story->steps[0].outcome.ttl == 40);
  CHECK(story->steps[1].outcome.reason == "gaming");
  CHECK(story->steps[1].when - story->steps[0].when == Seconds(40));
  CHECK(story->steps[2].when - story->steps[1].when == Seconds(10 * 3600 + 1800));
  CHECK_FALSE(story->steps[2].edns);
  REQUIRE(story->households[0].people.size() == 1);
  CHECK(story->households[0].people[0].profile.timetable[0].start == 20 * 60 + 30);
  CHECK(story->households[0].people[0].profile.timetable[0].days == 0x0f);
  CHECK(story->households[0].people[0].devices.size() == 1);
}

TEST_CASE("weekdays follow each other, and the same time again is a week later") {
  const auto story = read_story(kHouse +
                                    "Sun 23:59 tablet asks a.example A nxdomain\nMon 00:01 tablet asks a.example A nxdomain\nMon "
                                    "00:00 tablet asks a.example A nxdomain\n",
                                "x.scn");
  REQUIRE(story.has_value());
  CHECK(story->steps[1].when - story->steps[0].when == Seconds(120));
  CHECK(story->steps[2].when - story->steps[1].when == Seconds(7 * 86400 - 60));
}

TEST_CASE("a day that has an hour twice needs the offset, one that skips it refuses the time") {
  const std::string berlin = "zone Europe/Berlin\n" + kHouse;
  const auto story = read_story(berlin +
                                    "2026-10-25 02:30:00+02:00 tablet asks a.example A nxdomain\n"
                                    "2026-10-25 02:30:00+01:00 tablet asks a.example A nxdomain\n",
                                "x.scn");
  REQUIRE(story.has_value());
  CHECK(story->steps[1].when - story->steps[0].when == Seconds(3600));
  CHECK(read_story(berlin + "2026-03-29 02:30:00 tablet asks a.example A nxdomain\n", "x.scn").error().what ==
        "the clock skips this time on this day");
}

TEST_CASE("what can not be understood is refused at its line with what would be right") {
  CHECK(refusal_of("tuesday 20:00 tablet asks a.example A nxdomain\n").line == 4);
  CHECK(refusal_of("Mon 25:00 tablet asks a.example A nxdomain\n").what == "'25:00' is not a time");
  CHECK(refusal_of("Mon 20:00 phone asks a.example A nxdomain\n").what == "there is no device 'phone'");
  CHECK(refusal_of("Mon 20:00 tablet asks a..example A nxdomain\n").what == "'a..example' is not a name");
  CHECK(refusal_of("Mon 20:00 tablet asks a.example AA nxdomain\n").what ==
        "'AA' is not a record type known here; TYPE123 works for all");
  CHECK(refusal_of("Mon 20:00 tablet asks a.example A maybe\n").line == 4);
  CHECK(refusal_of("Mon 20:00 tablet asks a.example A gets ttl 4\n").line == 4);
  CHECK(refusal_of("Mon 20:00 tablet asks a.example A gets 192.0.2.1 ttl soon\n").what == "'soon' is not a number of seconds");
  CHECK(refusal_of("Mon 20:00 tablet asks a.example A gets 192.0.2.1 and more\n").line == 4);
  CHECK(refusal_of("\n\nprofile kids dreams\n").line == 6);
  CHECK(refusal_of("profile kids bedtime Mon 21-07:00\n").line == 4);
  CHECK(refusal_of("list gaming\n").what == "a list needs names");
  CHECK(refusal_of("upstream a.example A ::1\n").what == "'::1' is not an address of this type");
  CHECK(refusal_of("upstream a.example nxdomain\nupstream a.example nodata\n").line == 5);
  CHECK(refusal_of("device tv kids\n").what == "a device needs an address");
  CHECK(refusal_of("").what == "nobody asks anything");
}

TEST_CASE("time does not go back") {
  CHECK(
      refusal_of("2026-11-24 10:00 tablet asks a.example A nxdomain\n2026-11-24 09:59 tablet asks a.example A nxdomain\n").what ==
      "time does not go back");
}
