// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "config/never_block_file.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

std::string name(const std::string& host, const std::string& purpose = "time", const std::string& day = "2026-11-21") {
  return "  - {name: " + host + ", scope: exact, purpose: " + purpose + ", why: W., source: S, last-verified: " + day +
         ", confidence: A}\n";
}
std::string helpline(const std::string& hosts, const std::string& country = "PK", const std::string& level = "V1",
                     const std::string& helps = "[child, free]") {
  return "  - {country: " + country + ", name: N, phone: \"\", hosts: " + hosts + ", purpose: P., helps: " + helps + ", source: S, level: " + level +
         ", last-verified: 2026-11-21}\n";
}
std::string open_said(const std::string& names, const std::string& helplines = "  []\n") {
  return said(parse_never_block("names:\n" + names + "helplines:\n" + helplines, "f.yaml"));
}

}  // namespace

TEST_CASE("names that stay open have a purpose, a reason and a source") {
  const auto file = parse_never_block("names:\n" + name("time.example", "safe-search") + "helplines: []\n", "f.yaml");
  REQUIRE_MESSAGE(file.has_value(), said(file));
  const auto& found = file->names.at(0);
  CHECK(found.name == "time.example");
  CHECK(found.scope == WrittenScope::exact);
  CHECK(found.purpose == OpenPurpose::safe_search);
  CHECK(found.why == "W.");
  CHECK(found.source == "S");
  CHECK(found.last_verified == "2026-11-21");
  CHECK(found.confidence == 'A');
  CHECK(found.place.line == 2);
}

TEST_CASE("a helpline has a country, words, perhaps a phone and hosts") {
  const auto file =
      parse_never_block("names: []\nhelplines:\n" + helpline("[{name: help.example, scope: subtree}]", "PK-PB", "V2"), "f.yaml");
  REQUIRE_MESSAGE(file.has_value(), said(file));
  const auto& found = file->helplines.at(0);
  CHECK(found.country == "PK-PB");
  CHECK(found.phone.empty());
  CHECK(found.hosts.at(0).name == "help.example");
  CHECK(found.hosts.at(0).scope == WrittenScope::subtree);
  CHECK(found.level == Verified::v2);
  CHECK(found.helps == std::vector<std::string>{"child", "free"});
}

TEST_CASE("a helpline helps with one to five things that a page has words for, each once") {
  const auto helps = [](const std::string& list) { return open_said("  []\n", helpline("[]", "PK", "V1", list)); };
  CHECK(helps("[abuse]") == "accepted");
  CHECK(contains(helps("[everything]"), "'everything' is nothing a page has words for; write some of child, abuse,"));
  CHECK(contains(helps("[]"), "one to five things"));
  CHECK(contains(helps("[child, abuse, crisis, online, pictures, free]"), "one to five things"));
  CHECK(contains(helps("[child, child]"), "stands already"));
}

TEST_CASE("a purpose, level, country or day that is none is refused") {
  CHECK(contains(open_said(name("a.example", "fun")), "'fun' can not stand here; write connectivity, time,"));
  CHECK(contains(open_said(name("a.example", "time", "yesterday")), "'yesterday' is not a date"));
  CHECK(
      contains(open_said("  []\n", helpline("[]", "pakistan")), "'pakistan' is not a country; write PK, a part of one as PK-PB"));
  CHECK(contains(open_said("  []\n", helpline("[]", "PK", "V3")), "'V3' can not stand here; write V1, V2 or U"));
  for (const char* country : {"any", "EU", "PK-KP"}) CHECK(open_said("  []\n", helpline("[]", country)) == "accepted");
}

TEST_CASE("a name stays open for one reason") {
  CHECK(open_said(name("a.example") + name("a.example", "push")) == "f.yaml:3:12: 'a.example' stands already in line 2");
  CHECK(contains(open_said(name("a.example"), helpline("[{name: a.example, scope: exact}]")),
                 "'a.example' stands among the names already, in line 2"));
}

TEST_CASE("two helplines may share a host") {
  const auto host = "[{name: help.example, scope: subtree}]";
  CHECK(open_said("  []\n", helpline(host) + helpline(host, "GB")) == "accepted");
}

TEST_CASE("no whole top-level domain stays open") {
  CHECK(contains(open_said(name("pk")), "f.yaml:2:12: 'pk' is a whole top-level domain"));
  CHECK(contains(open_said("  []\n", helpline("[{name: pk, scope: exact}]")), "'pk' is a whole top-level domain"));
}
