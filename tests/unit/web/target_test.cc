// SPDX-License-Identifier: Apache-2.0
#include "web/target.h"

#include <doctest/doctest.h>

using namespace darban::web;

namespace {

using Segments = std::vector<std::string>;

Segments segments_of(std::string_view text) {
  const auto target = read_target(text);
  REQUIRE(target.has_value());
  return target->segments;
}

bool refused(std::string_view text) {
  const auto target = read_target(text);
  return !target && target.error() == Refusal::bad_target;
}

}  // namespace

TEST_CASE("a path is its decoded segments, and the root has none") {
  CHECK(segments_of("/").empty());
  CHECK(segments_of("/api/v1/health") == Segments{"api", "v1", "health"});
  CHECK(segments_of("/people/Ali%20R") == Segments{"people", "Ali R"});
  CHECK(segments_of("/people/%D8%B9%D9%84%DB%8C") == Segments{"people", "\xd8\xb9\xd9\x84\xdb\x8c"});
  CHECK(segments_of("/a+b") == Segments{"a+b"});
}

TEST_CASE("no path climbs, however it is spelt") {
  for (const char* path : {"/..", "/../etc/passwd", "/a/../b", "/a/..", "/.", "/a/./b", "/%2e%2e/a", "/%2E%2e", "/.%2e", "/a%2fb",
                           "/a%2F..%2Fb", "/..%5c..", "/a%5Cb", "/a\\b", "/..\\a"}) {
    CAPTURE(path);
    CHECK(refused(path));
  }
}

TEST_CASE("it is decoded once: what looks encoded afterwards is text") {
  CHECK(segments_of("/%252e%252e") == Segments{"%2e%2e"});
  CHECK(segments_of("/%252f") == Segments{"%2f"});
}

TEST_CASE("a path that could mean two things is refused") {
  for (const char* path :
       {"",       "a",    "//",    "//a",          "/a//b", "/a/",  "http://darban.home/", "*",    "/a%",    "/a%2", "/a%zz",
        "/a%00b", "/a b", "/a\tb", "/a%0d%0aX: y", "/a%7f", "/a#b", "/\xd8\xb9",           "/%ff", "/%c0%ae"}) {
    CAPTURE(path);
    CHECK(refused(path));
  }
}

TEST_CASE("a query is decoded pairs; the first of a name is asked") {
  const auto target = read_target("/closed?t=a%26b&lang=ur&t=later&empty&plus=a+b");
  REQUIRE(target.has_value());
  CHECK(target->segments == Segments{"closed"});
  CHECK(target->asked("t") == "a&b");
  CHECK(target->asked("lang") == "ur");
  CHECK(target->asked("empty").empty());
  CHECK(target->asked("plus") == "a b");
  CHECK(target->asked("none").empty());
  CHECK(read_target("/?")->query.empty());
  CHECK(read_target("/?a=1&&b=2")->query.size() == 2);
  CHECK(refused("/?a=%"));
  CHECK(refused("/?a=%0a"));
  CHECK(refused("/?=a"));
}

TEST_CASE("everything has its bound") {
  CHECK(read_target("/" + std::string(kLongestTarget, 'a')).error() == Refusal::long_target);
  CHECK(read_target("/" + std::string(kLongestTarget - 1, 'a')).has_value());
  std::string deep;
  for (std::size_t i = 0; i < kMostSegments; ++i) deep += "/a";
  CHECK(segments_of(deep).size() == kMostSegments);
  CHECK(refused(deep + "/a"));
  std::string wide = "/?";
  for (std::size_t i = 0; i <= kMostPairs; ++i) wide += "a=1&";
  CHECK(refused(wide));
}
