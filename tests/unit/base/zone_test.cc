// SPDX-License-Identifier: Apache-2.0
// The slow twin is the C library's localtime_r over the same zone.
#include "base/zone.h"

#include <doctest/doctest.h>
#include <time.h>

#include <cstdlib>
#include <fstream>
#include <limits>
#include <random>
#include <string>
#include <vector>

#include "tests/support/temp_folder.h"

using namespace darban;
using namespace std::chrono;

namespace {

constexpr const char* kNames[] = {"Asia/Karachi",        "Europe/London",     "America/New_York", "Australia/Sydney",
                                  "Australia/Lord_Howe", "Asia/Tehran",       "Asia/Kolkata",     "America/St_Johns",
                                  "Pacific/Apia",        "Africa/Casablanca", "Europe/Dublin",    "America/Nuuk",
                                  "Pacific/Chatham",     "Asia/Gaza",         "Africa/Monrovia",  "Antarctica/Troll",
                                  "America/Santiago",    "Asia/Kathmandu",    "Etc/GMT+5",        "UTC"};

constexpr const char* kPosix[] = {"PKT-5",
                                  "GMT0BST,M3.5.0/1,M10.5.0",
                                  "CET-1CEST,M3.5.0,M10.5.0/3",
                                  "NST3:30NDT,M3.2.0,M11.1.0",
                                  "EST5EDT",
                                  "IST-1GMT0,M10.5.0,M3.5.0/1",
                                  "<-02>2<-01>,M3.5.0/-1,M10.5.0/0",
                                  "<+1030>-10:30<+11>-11,M10.1.0,M4.1.0",
                                  "<+1245>-12:45<+1345>,M9.5.0/2:45,M4.1.0/3:45",
                                  "IRST-3:30IRDT,J80/0,J264/0",
                                  "EET-2EEST,M3.4.4/50,M10.4.4/50",
                                  "AAA3:17:05BBB-4:00:01,59/12:34:56,300/-3",
                                  "XXX5YYY,J60,J59"};

// What the C library's clock shows, as our LocalTime.
class LibraryClock {
 public:
  explicit LibraryClock(const std::string& zone) {
    ::setenv("TZ", zone.c_str(), 1);
    ::tzset();
  }
  ~LibraryClock() {
    ::unsetenv("TZ");
    ::tzset();
  }
  LocalTime local(std::int64_t at) const {
    const time_t wanted = at;
    struct tm shown {};
    ::localtime_r(&wanted, &shown);
    const auto day = local_days{year{shown.tm_year + 1900} / (shown.tm_mon + 1) / shown.tm_mday};
    return day + hours(shown.tm_hour) + minutes(shown.tm_min) + seconds(shown.tm_sec);
  }
};

WallTime at(std::int64_t unix_seconds) { return WallTime(Seconds(unix_seconds)); }
WallTime utc(int y, unsigned m, unsigned d, int h = 0, int min = 0, int s = 0) {
  return sys_days{year{y} / static_cast<int>(m) / static_cast<int>(d)} + hours(h) + minutes(min) + seconds(s);
}
LocalTime shown(int y, unsigned m, unsigned d, int h = 0, int min = 0) {
  return local_days{year{y} / static_cast<int>(m) / static_cast<int>(d)} + hours(h) + minutes(min);
}
Zone zone_of(std::string_view text) {
  auto zone = Zone::from_text(text);
  REQUIRE(zone);
  return *zone;
}

// Differences between us and the C library: at random moments, and around every change we know of.
int differences(const Zone& zone, const std::string& text, std::int64_t first, std::int64_t last) {
  const LibraryClock library(text);
  int found = 0;
  const auto compare = [&](std::int64_t moment) {
    if (zone.local(at(moment)) != library.local(moment) && ++found < 4) MESSAGE("differs at " << moment << " in " << text);
  };
  std::mt19937_64 random(2026);
  for (int i = 0; i < 5000; ++i) compare(static_cast<std::int64_t>(random() % static_cast<std::uint64_t>(last - first)) + first);
  for (auto moment = at(first); moment < at(last);) {
    const Zone::Span span = zone.span_at(moment);
    CHECK(span.begin <= moment);
    CHECK(span.end > moment);
    if (span.end >= at(last)) break;
    for (const int near : {-1, 0, 1}) compare(span.end.time_since_epoch().count() + near);
    moment = span.end;
  }
  return found;
}

// A zone file of version 2 with one type and no changes: all it knows stands in its last line (RFC 9636 section 3.3).
std::string slim_file(const std::string& rule, std::int32_t east) {
  const auto u32 = [](std::uint32_t value) {
    std::string octets;
    for (int shift = 24; shift >= 0; shift -= 8) octets += static_cast<char>(value >> shift & 0xff);
    return octets;
  };
  const std::string header = "TZif2" + std::string(15, '\0') + u32(0) + u32(0) + u32(0) + u32(0) + u32(1) + u32(4);
  const std::string body = u32(static_cast<std::uint32_t>(east)) + std::string(2, '\0') + std::string("GMT\0", 4);
  return header + body + header + body + "\n" + rule + "\n";
}

}  // namespace

TEST_CASE("every zone shows the time the C library shows, a century long") {
  for (const std::string name : kNames) {
    CAPTURE(name);
    CHECK(differences(zone_of(name), name, -2'000'000'000, 4'200'000'000) == 0);
  }
}

TEST_CASE("every POSIX rule shows the time the C library shows") {
  for (const std::string rule : kPosix) {
    CAPTURE(rule);
    CHECK(differences(zone_of(rule), rule, 0, 8'000'000'000) == 0);
  }
}

TEST_CASE("an offset may have seconds and a name of one letter") {
  const Zone zone = zone_of("<X>-03:17:05");
  CHECK(zone.span_at(at(0)).east == hours(3) + minutes(17) + seconds(5));
  CHECK(zone.span_at(at(0)).end == kNever);
}

TEST_CASE("summer all year has no edges") {
  const Zone zone = zone_of("EST5EDT,0/0,J365/25");  // RFC 9636 section 3.3.1
  for (int y = 2020; y < 2032; ++y) {
    CHECK(zone.span_at(utc(y, 1, 1, 4, 59, 59)).east == -hours(4));
    CHECK(zone.span_at(utc(y, 1, 1, 5)).east == -hours(4));
    CHECK(zone.span_at(utc(y, 7, 1)).east == -hours(4));
  }
}

TEST_CASE("a skipped local time is the moment of the jump") {
  const Zone london = zone_of("Europe/London");  // 2026-03-29 01:00 becomes 02:00
  CHECK(london.wall(shown(2026, 3, 29, 0, 59)) == utc(2026, 3, 29, 0, 59));
  CHECK(london.wall(shown(2026, 3, 29, 1, 0)) == utc(2026, 3, 29, 1, 0));
  CHECK(london.wall(shown(2026, 3, 29, 1, 30)) == utc(2026, 3, 29, 1, 0));
  CHECK(london.wall(shown(2026, 3, 29, 2, 0)) == utc(2026, 3, 29, 1, 0));
  CHECK(london.wall(shown(2026, 3, 29, 2, 1)) == utc(2026, 3, 29, 1, 1));
}

TEST_CASE("a local time that comes twice is its first pass") {
  const Zone london = zone_of("Europe/London");  // 2026-10-25 02:00 becomes 01:00
  CHECK(london.wall(shown(2026, 10, 25, 1, 30)) == utc(2026, 10, 25, 0, 30));
  CHECK(london.local(utc(2026, 10, 25, 0, 30)) == london.local(utc(2026, 10, 25, 1, 30)));
}

TEST_CASE("a day that never was is the midnight after it") {
  const Zone apia = zone_of("Pacific/Apia");  // went from 29 to 31 December 2011
  CHECK(apia.wall(shown(2011, 12, 30, 12, 0)) == utc(2011, 12, 30, 10, 0));
  CHECK(apia.local(utc(2011, 12, 30, 10, 0)) == shown(2011, 12, 31, 0, 0));
}

TEST_CASE("local and wall are each other's inverse outside skipped and repeated times") {
  std::mt19937_64 random(7);
  for (const std::string name : kNames) {
    const Zone zone = zone_of(name);
    for (int i = 0; i < 2000; ++i) {
      const WallTime moment = at(static_cast<std::int64_t>(random() % 4'000'000'000U));
      const WallTime back = zone.wall(zone.local(moment));
      CHECK(back <= moment);
      CHECK(zone.local(back) == zone.local(moment));
    }
  }
}

TEST_CASE("a zone file without changes lives by the rule in its last line") {
  const TempFolder folder;
  folder.write("London", slim_file("GMT0BST,M3.5.0/1,M10.5.0", 0));
  const auto zone = Zone::from_text("London", folder.path());
  REQUIRE(zone);
  CHECK(differences(*zone, "Europe/London", 1'000'000'000, 2'100'000'000) == 0);
}

TEST_CASE("a zone file cut at any octet is refused or still whole, never half believed") {
  const TempFolder folder;
  const std::string whole = slim_file("PKT-5", 18000);
  for (std::size_t size = 0; size < whole.size(); ++size) {
    folder.write("Cut", whole.substr(0, size));
    const auto zone = Zone::from_text("Cut", folder.path());
    if (zone) CHECK(zone->span_at(at(0)).east == hours(5));
  }
}

TEST_CASE("a zone file with any octet spoiled never breaks the reader") {
  const TempFolder folder;
  std::ifstream file("/usr/share/zoneinfo/Africa/Monrovia", std::ios::binary);
  const std::string whole(std::istreambuf_iterator<char>(file), {});
  if (whole.empty()) {
    MESSAGE("skipped: no zone files on this machine");
    return;
  }
  std::mt19937_64 random(11);
  for (int i = 0; i < 1500; ++i) {
    std::string spoiled = whole;
    for (int n = 0; n < 3; ++n) spoiled[random() % spoiled.size()] = static_cast<char>(random() & 0xff);
    folder.write("Spoiled", spoiled);
    const auto zone = Zone::from_text("Spoiled", folder.path());
    if (!zone) continue;
    const Zone::Span span = zone->span_at(at(1'800'000'000));
    CHECK(span.begin < span.end);
    CHECK(abs(span.east) < hours(26));
  }
}

TEST_CASE("leap-second files are not taken for civil time") { CHECK_FALSE(Zone::from_text("right/Asia/Karachi")); }

TEST_CASE("a zone that nobody knows is an error with a place, whatever it looks like") {
  for (const std::string text : {"",
                                 " ",
                                 "Asia/Karach",
                                 "asia",
                                 "../../etc/passwd",
                                 "/etc/localtime",
                                 "Asia//Karachi",
                                 "Asia/",
                                 "Asia/Karachi ",
                                 "A",
                                 "PKT",
                                 "PKT-",
                                 "PKT-25",
                                 "PK-5",
                                 "<>5",
                                 "<PKT5",
                                 "PKT-5:60",
                                 "PKT-5:30:61",
                                 "PKT-5x",
                                 "CET-1CEST,M3.5.0",
                                 "CET-1CEST,M3.5.0,",
                                 "CET-1CEST,M13.5.0,M10.5.0",
                                 "CET-1CEST,M3.6.0,M10.5.0",
                                 "CET-1CEST,M3.5.7,M10.5.0",
                                 "CET-1CEST,J0,J300",
                                 "CET-1CEST,366,1",
                                 "CET-1CEST,M3.5.0/168,M10.5.0",
                                 "CET-1CEST,M3.5.0,M10.5.0,",
                                 "CET-1CEST,M3.5.0,M10.5.0/3x"}) {
    CAPTURE(text);
    const auto zone = Zone::from_text(text);
    REQUIRE_FALSE(zone);
    CHECK(zone.error().code == Errc::unknown_zone);
    CHECK(zone.error().at <= text.size());
  }
}

TEST_CASE("UTC needs no zone files") {
  const auto zone = Zone::from_text("UTC", "/nowhere");
  REQUIRE(zone);
  CHECK(zone->local(at(1'800'000'000)).time_since_epoch().count() == 1'800'000'000);
}

TEST_CASE("the far past and the far future have a local time too") {
  for (const std::string text : {"Europe/London", "CET-1CEST,M3.5.0,M10.5.0/3", "UTC"}) {
    const Zone zone = zone_of(text);
    for (const WallTime moment :
         {kNever - Seconds(1), WallTime(-kNever.time_since_epoch()), at(253402300800), at(-62135596800)}) {
      const Zone::Span span = zone.span_at(moment);
      CHECK(span.begin <= moment);
      CHECK(span.end > moment);
      CHECK(zone.wall(zone.local(moment)) <= moment);
    }
  }
}

TEST_CASE("a zone as somebody described it has the offset of each step until the next") {
  const std::vector<Zone::Step> steps{{at(1000), hours(2)}, {at(2000), hours(2)}, {at(3000), hours(1)}};
  const auto zone = Zone::from_steps(hours(1), steps);
  REQUIRE(zone);
  CHECK(zone->span_at(at(999)).east == hours(1));
  CHECK(zone->span_at(at(1000)).east == hours(2));
  CHECK(zone->span_at(at(1000)).end == at(3000));  // a step that changes nothing is none
  CHECK(zone->span_at(at(3000)).east == hours(1));
  CHECK(zone->wall(zone->local(at(1500))) == at(1500));
  CHECK(Zone::from_steps(hours(5), {})->span_at(at(0)).east == hours(5));
}

TEST_CASE("a description with steps out of order, or offsets of more than a day, is no zone") {
  const std::vector<Zone::Step> backwards{{at(2000), hours(2)}, {at(1000), hours(1)}};
  CHECK_FALSE(Zone::from_steps(hours(1), backwards));
  const std::vector<Zone::Step> far{{at(1000), hours(26)}};
  CHECK_FALSE(Zone::from_steps(hours(1), far));
  CHECK_FALSE(Zone::from_steps(hours(-26), {}));
}

TEST_CASE("an IANA name is one, a POSIX rule is none") {
  CHECK(Zone::from_name("Asia/Karachi"));
  CHECK(Zone::from_name("UTC"));
  CHECK_FALSE(Zone::from_name("PKT-5"));  // a calendar's UTC+3 would be the opposite of what it says
  CHECK_FALSE(Zone::from_name("UTC+3"));
  CHECK_FALSE(Zone::from_name("../../etc/passwd"));
}
