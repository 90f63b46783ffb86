// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/unit/lists/recording_sink.h"

using namespace darban;

TEST_CASE("a plain suffix written as a regular expression becomes the entry it means") {
  for (const char* line :
       {"/^(.+\\.)?ads\\.example$/", "/(^|\\.)ads\\.example$/", "/^(?:.*\\.)?ads\\.example$/", "/^([^.]+\\.)*ads\\.example$/"}) {
    CHECK(said_by("adblock", line) == Said{"S ads.example"});
  }
  CHECK(said_by("adblock", "/^x\\.example$/") == Said{"E x.example"});
  CHECK(said_by("adblock", "/\\.x-y\\.example$/") == Said{"B x-y.example"});
  CHECK(said_by("adblock", "@@/^x\\.example$/") == Said{"E allow x.example"});
}

TEST_CASE("a regular expression with anything more than a name in it is ignored") {
  for (const char* line : {"/^x.example$/", "/x\\.example$/", "/^x\\.example/", "/^x\\.example\\$/", "/^x\\.(a|b)$/",
                           "/^(.+\\.)?1\\.2\\.3\\.4$/", "/^\\.x\\.example$/", "/^$/", "/^a{1000}{1000}$/"}) {
    CHECK(ignores("adblock", line, Ignored::regex));
  }
}

TEST_CASE("a regular expression keeps its own dollar and may have modifiers after it") {
  CHECK(said_by("adblock", "/(^|\\.)x\\.example$/$important") == Said{"S important x.example"});
  CHECK(said_by("adblock", "/(^|\\.)x\\.example$/$badfilter") == Said{"cancel S x.example"});
  CHECK(ignores("adblock", "/(^|\\.)x\\.example$/$third-party", Ignored::browser_rule));
}

TEST_CASE("badfilter takes back the holes of its rule as well") {
  CHECK(said_by("adblock", "||x.example^$denyallow=a.x.example,badfilter") ==
        Said{"cancel S x.example", "cancel S hole a.x.example"});
}

TEST_CASE("a name in denyallow that is not below the rule makes no hole") {
  const auto sink = read_list("adblock", "||x.example^$denyallow=other.example|x.example|b.x.example");
  CHECK(sink.said == Said{"S x.example", "S hole b.x.example"});
  CHECK(sink.warnings == 2);
}

TEST_CASE("holes stand on the line of their rule") {
  const auto sink = read_list("adblock", "||a.example^\n||x.example^$denyallow=a.x.example");
  CHECK(sink.lines == std::vector<std::uint32_t>{1, 2, 2});
}

TEST_CASE("a rule that the suffix guard narrowed has no holes") {
  CHECK(said_by("adblock", "||co.uk^$denyallow=good.co.uk") == Said{"E co.uk"});
  CHECK(said_by("adblock", "||zip^$denyallow=good.zip").empty());
  CHECK(said_by("adblock", "||*.zip^$denyallow=good.zip", {.tld = true}) == Said{"B zip", "S hole good.zip"});
}

TEST_CASE("denyallow on an exception is not guessed at") {
  CHECK(ignores("adblock", "@@||x.example^$denyallow=a.x.example", Ignored::unsupported));
}

TEST_CASE("an important rule may have holes") {
  CHECK(said_by("adblock", "||x.example^$important,denyallow=a.x.example") ==
        Said{"S important x.example", "S hole a.x.example"});
}

TEST_CASE("hosts lines in an adblock file are read as hosts lines") {
  const auto sink = read_list("adblock", "0.0.0.0 a.example\n127.0.0.1 localhost\n192.168.1.7 printer.example\n||b.example^");
  CHECK(sink.said == Said{"E a.example", "S b.example"});
  CHECK(sink.count(Ignored::local_name) == 1);
  CHECK(sink.count(Ignored::not_a_sinkhole) == 1);
}

TEST_CASE("a comment after a rule needs a blank before it") {
  CHECK(said_by("adblock", "||a.example^ # why") == Said{"S a.example"});
  CHECK(said_by("adblock", "||b.example^#why").empty());
}

TEST_CASE("a caret without an anchor matches the end of any name and is ignored") {
  CHECK(ignores("adblock", "x.example^", Ignored::pattern));
}

TEST_CASE("a scheme, a port or an address is no name") {
  CHECK(said_by("adblock", "://a.example^") == Said{"E a.example"});
  CHECK(ignores("adblock", "||a.example:8080^", Ignored::path_or_port));
  CHECK(ignores("adblock", "|https://a.example^", Ignored::path_or_port));
  CHECK(ignores("adblock", "||1.2.3.4^", Ignored::address));
  CHECK(ignores("adblock", "||[2001:db8::1]^", Ignored::address));
}

TEST_CASE("a rule without any name is too wide") {
  for (const char* line : {"||*^", "*", "||^", "||", "@@", "|", "*$important"})
    CHECK(ignores("adblock", line, Ignored::too_wide));
}

TEST_CASE("a browser's modifier weighs more than an unsupported one") {
  CHECK(ignores("adblock", "||x.example^$dnstype=AAAA,third-party", Ignored::browser_rule));
  CHECK(ignores("adblock", "||x.example^$third-party,dnstype=AAAA", Ignored::browser_rule));
}
