// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "config/safe_search_file.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

std::string engine(const std::string& key, const std::string& hosts, const std::string& targets) {
  return "  - key: " + key + "\n    name: N\n    hosts: " + hosts + "\n    " + targets + "\n    source: S\n    confidence: B\n";
}
std::string safe_said(const std::string& engines) { return said(parse_safe_search("engines:\n" + engines, "f.yaml")); }

}  // namespace

TEST_CASE("a search engine has hosts, a target and addresses for when that does not resolve") {
  const auto file =
      parse_safe_search("engines:\n" + engine("seek", "[www.seek.example, seek.example]",
                                              "target: safe.seek.example\n    fallback: {a: 192.0.2.7, aaaa: \"2001:db8::7\"}"),
                        "f.yaml");
  REQUIRE_MESSAGE(file.has_value(), said(file));
  const auto& seek = file->engines.at(0);
  CHECK(seek.key == "seek");
  CHECK(seek.hosts.size() == 2);
  REQUIRE(seek.targets.size() == 1);
  CHECK(seek.targets[0].level.empty());
  CHECK(seek.targets[0].host == "safe.seek.example");
  CHECK(seek.targets[0].fallback_a == *IpAddress::from_text("192.0.2.7"));
  CHECK(seek.targets[0].fallback_aaaa == *IpAddress::from_text("2001:db8::7"));
  CHECK(seek.confidence == 'B');
}

TEST_CASE("an engine with levels has a target for each, the strictest first") {
  const auto file =
      parse_safe_search("engines:\n" + engine("tube", "[www.tube.example]",
                                              "levels: {moderate: {target: m.tube.example}, strict: {target: s.tube.example}}"),
                        "f.yaml");
  REQUIRE_MESSAGE(file.has_value(), said(file));
  const auto& targets = file->engines.at(0).targets;
  REQUIRE(targets.size() == 2);
  CHECK(targets[0].level == "strict");
  CHECK(targets[0].host == "s.tube.example");
  CHECK(targets[1].level == "moderate");
  CHECK_FALSE(targets[1].fallback_a.has_value());
}

TEST_CASE("an engine leads somewhere, in one way") {
  CHECK(safe_said(engine("a", "[x.example]", "target-host: y")) ==
        "f.yaml:5:5: unknown key 'target-host' in a search engine: the keys here are key, name, hosts, target, fallback, levels, "
        "source, confidence");
  CHECK(contains(safe_said("  - {key: a, name: N, hosts: [x.example], source: S, confidence: B}\n"),
                 "a search engine needs 'target'"));
  CHECK(contains(safe_said(engine("a", "[x.example]", "target: s.example\n    levels: {strict: {target: t.example}}")),
                 "'levels' have targets of their own"));
  CHECK(contains(safe_said(engine("a", "[x.example]", "levels: {soft: {target: t.example}}")), "unknown key 'soft' in 'levels'"));
  CHECK(contains(safe_said(engine("a", "[x.example]", "levels: {}")), "'levels' needs strict, moderate or both"));
  CHECK(contains(safe_said(engine("a", "[]", "target: s.example")), "a search engine needs a host at least"));
}

TEST_CASE("a host belongs to one engine and is no target, so that no answer runs in a circle") {
  CHECK(contains(safe_said(engine("a", "[x.example]", "target: s.example") + engine("b", "[x.example]", "target: s.example")),
                 "f.yaml:10:13: 'x.example' stands already in line 4"));
  CHECK(contains(safe_said(engine("a", "[x.example]", "target: y.example") + engine("b", "[y.example]", "target: s.example")),
                 "f.yaml:5:13: 'y.example' is among the hosts of 'b', so it would be led away"));
  CHECK(contains(safe_said(engine("a", "[x.example]", "target: s.example") + engine("a", "[y.example]", "target: s.example")),
                 "'a' stands already"));
}

TEST_CASE("each fallback is an address of its family") {
  const auto with = [](const std::string& fallback) {
    return safe_said(engine("a", "[x.example]", "target: s.example\n    fallback: {" + fallback + "}"));
  };
  CHECK(contains(with("a: \"2001:db8::7\""), "'2001:db8::7' is not an IPv4 address"));
  CHECK(contains(with("aaaa: 192.0.2.7"), "'192.0.2.7' is not an IPv6 address"));
  CHECK(with("a: 192.0.2.7") == "accepted");
}

TEST_CASE("a hundred engines are the most") {
  const auto engines = [](int count) {
    std::string text;
    for (int i = 0; i < count; ++i) {
      const std::string number = std::to_string(i);
      text += engine("e" + number, "[h" + number + ".example]", "target: t" + number + ".example");
    }
    return text;
  };
  CHECK(safe_said(engines(100)) == "accepted");
  CHECK(contains(safe_said(engines(101)), "f.yaml:602:5: 100 search engines are the most"));
}
