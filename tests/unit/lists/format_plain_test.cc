// SPDX-License-Identifier: Apache-2.0
// domains, wildcard and hosts, beyond the torture table.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/lists/recording_sink.h"

using namespace darban;

TEST_CASE("a plain name is exact if the options or the header say so, and a dotted one still is a subtree") {
  CHECK(said_by("domains", "a.example\n*.b.example", {.plain_is_exact = true}) == Said{"E a.example", "S b.example"});
  CHECK(said_by("domains", "! Match: exact\na.example\n.b.example") == Said{"E a.example", "S b.example"});
  CHECK(said_by("domains", "# match: EXACT\na.example") == Said{"E a.example"});
  CHECK(said_by("domains", "! Match: exactly\na.example") == Said{"S a.example"});
}

TEST_CASE("hosts names are exact whatever the options say") {
  CHECK(said_by("hosts", "0.0.0.0 a.example", {.plain_is_exact = false}) == Said{"E a.example"});
}

TEST_CASE("a hosts file whose maintainer means everything below its names is read so when the catalogue says it") {
  CHECK(said_by("hosts", "0.0.0.0 a.example", {.plain_is_subtree = true}) == Said{"S a.example"});
}

TEST_CASE("a line of more than 4096 octets is refused and the next one read") {
  const std::string longest = "a.example #" + std::string(kMostLineOctets - 11, 'x');
  const auto sink = read_list("domains", longest + "\n" + longest + "y\nb.example");
  CHECK(sink.said == Said{"S a.example", "S b.example"});
  CHECK(sink.refusals == std::vector{Errc::too_large});
}

TEST_CASE("a comment in an old alphabet does not count as a bad line") {
  const auto sink = read_list("domains", "# caf\xe9\na.example");
  CHECK(sink.refusals.empty());
  CHECK(sink.count(Ignored::comment) == 1);
}

TEST_CASE("lines are counted from one, blank ones included") {
  const auto sink = read_list("domains", "\n\na.example\r\n\r\nb.example");
  CHECK(sink.lines == std::vector<std::uint32_t>{3, 5});
}

TEST_CASE("regular expressions in a plain list are entries only where they are plain suffixes") {
  CHECK(said_by("domains", "(^|\\.)a\\.example$") == Said{"S a.example"});
  CHECK(ignores("domains", "^ads[0-9]+\\.", Ignored::regex));
}

TEST_CASE("an adblock rule in a plain list is a pattern, not a name") {
  CHECK(ignores("domains", "||a.example^", Ignored::pattern));
}

TEST_CASE("an unusual spelling of a sinkhole is one, another loopback address is not") {
  CHECK(said_by("hosts", "0:0:0:0:0:0:0:1 a.example") == Said{"E a.example"});
  CHECK(said_by("hosts", "0000::0 b.example") == Said{"E b.example"});
  CHECK(ignores("hosts", "127.0.1.1 laptop.example", Ignored::not_a_sinkhole));
  CHECK(ignores("hosts", "127.0.0.53 stub.example", Ignored::not_a_sinkhole));
}

TEST_CASE("a wildcard of a public suffix is no entry") {
  CHECK(said_by("domains", "*.co.uk") == Said{"E co.uk"});
  CHECK(ignores("domains", "*.co.uk", Ignored::too_wide, {.wildcard_is_below = true}));
  CHECK(said_by("domains", "any.ck\nwww.ck") == Said{"E any.ck", "S www.ck"});
}

TEST_CASE("a list of top-level domains needs the tld option") {
  const auto without = read_list("wildcard", ".zip\n.xyz\n");
  CHECK(without.said.empty());
  CHECK(without.count(Ignored::too_wide) == 2);
  CHECK(said_by("wildcard", ".zip\n.xyz\n", {.tld = true}) == Said{"S zip", "S xyz"});
}
