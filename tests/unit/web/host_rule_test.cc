// SPDX-License-Identifier: Apache-2.0
#include "web/host_rule.h"

#include <doctest/doctest.h>

using darban::web::HostRule;

TEST_CASE("our names, addresses and the operator's names are ours") {
  const HostRule rule({"box.example"});
  for (const char* host :
       {"darban.home", "darban.home.arpa", "localhost", "box.example", "DARBAN.Home", "darban.home.", "darban.home:80",
        "box.example:8080", "192.168.1.2", "192.168.1.2:8080", "[fd00::2]", "[fd00::2]:443", "[::1]",
        "3f9a.check.darban.home.arpa", "3F9A.check.darban.home.arpa:8080"}) {
    CAPTURE(host);
    CHECK(rule.knows(host));
  }
}

TEST_CASE("any other name is not: a page that points its own name at us is not answered") {
  const HostRule rule({"box.example"});
  for (const char* host : {"attacker.example",
                           "darban.home.attacker.example",
                           "xdarban.home",
                           "sub.box.example",
                           "box.example.attacker.example",
                           "",
                           ".",
                           ":80",
                           "darban.home:80:80",
                           "darban.home:8x",
                           "darban.home:123456",
                           "192.168.1.2.attacker.example",
                           "0x7f.1",
                           "127.1",
                           "2130706433",
                           "fd00::2",
                           "[fd00::2",
                           "[fd00::2]x",
                           "[192.168.1.2]",
                           "[]",
                           "user@darban.home",
                           "check.darban.home.arpa",
                           "a.b.check.darban.home.arpa",
                           "a.check.darban.home",
                           "a_b.check.darban.home.arpa",
                           ".check.darban.home.arpa",
                           "a.check.darban.home.arpa.attacker.example",
                           "darban.home/",
                           " darban.home",
                           "darban.home.."}) {
    CAPTURE(host);
    CHECK_FALSE(rule.knows(host));
  }
  CHECK(rule.knows("darban.home:"));  // RFC 3986 lets a port be empty
  CHECK_FALSE(rule.knows(std::string(1000, 'a')));
}
