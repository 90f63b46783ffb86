// SPDX-License-Identifier: Apache-2.0
// dnsmasq with smartdns, unbound and RPZ, beyond the torture table.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/lists/recording_sink.h"

using namespace darban;

TEST_CASE("dnsmasq cannot be made to close everything") {
  for (const char* line : {"address=/#/", "address=/#/0.0.0.0", "local=/*/", "local=//", "server=/./"})
    CHECK(ignores("dnsmasq", line, Ignored::too_wide));
}

TEST_CASE("dnsmasq opens a name it sends to the usual servers") {
  CHECK(said_by("dnsmasq", "local=/x.example/\nserver=/ok.x.example/#") == Said{"S x.example", "S allow ok.x.example"});
}

TEST_CASE("dnsmasq dots and stars at the start") {
  CHECK(said_by("dnsmasq", "local=/.x.example/") == Said{"S x.example"});
  CHECK(said_by("dnsmasq", "local=/*.x.example/") == Said{"B x.example"});
  CHECK(ignores("dnsmasq", "local=/ads*.example/", Ignored::pattern));
}

TEST_CASE("dnsmasq lines that are no directives are refused, others are never obeyed") {
  CHECK(refuses("dnsmasq", "what is this?", Errc::bad_character));
  CHECK(refuses("dnsmasq", "0.0.0.0 a.example", Errc::bad_character));
  CHECK(refuses("dnsmasq", "address=/x.example", Errc::bad_character));
  for (const char* line : {"no-resolv", "cname=a.example,b.example", "ipset=/x.example/set", "dhcp-range=10.0.0.2,10.0.0.9"}) {
    CHECK(ignores("dnsmasq", line, Ignored::not_a_block));
  }
  for (const char* line : {"conf-dir=/etc/d", "addn-hosts=/etc/h", "servers-file=/etc/s"})
    CHECK(ignores("dnsmasq", line, Ignored::include));
}

TEST_CASE("smartdns closes with # and opens with -") {
  CHECK(said_by("dnsmasq", "address /a.example/#\naddress /b.example/-") == Said{"S a.example", "S allow b.example"});
  CHECK(ignores("dnsmasq", "address /a.example/10.0.0.1", Ignored::not_a_block));
  CHECK(ignores("dnsmasq", "address /a.example/#6", Ignored::not_a_block));
  CHECK(ignores("dnsmasq", "nameserver /a.example/office", Ignored::not_a_block));
}

TEST_CASE("unbound local data closes the name itself when it leads nowhere") {
  CHECK(said_by("unbound", "local-data: \"x.example. A 0.0.0.0\"") == Said{"E x.example"});
  CHECK(said_by("unbound", "local-data: 'x.example 3600 IN AAAA ::'") == Said{"E x.example"});
  CHECK(ignores("unbound", "local-data: \"x.example A 10.0.0.1\"", Ignored::unsupported));
  CHECK(ignores("unbound", "local-data: \"x.example TXT hello\"", Ignored::unsupported));
}

TEST_CASE("an unbound redirect covers what is below only with data for its own name") {
  const auto sink =
      read_list("unbound",
                "local-zone: \"a.example\" redirect\nlocal-data: \"b.example A 0.0.0.0\"\nlocal-zone: \"c.example\" redirect\n"
                "local-data: \"c.example A 0.0.0.0\"\nlocal-data: \"c.example AAAA ::\"");
  CHECK(sink.said == Said{"E b.example", "S c.example", "S c.example"});
  CHECK(sink.count(Ignored::unsupported) == 1);
}

TEST_CASE("unbound cannot be made to close everything") {
  CHECK(ignores("unbound", "local-zone: \".\" always_nxdomain", Ignored::too_wide));
  CHECK(ignores("unbound", "local-zone: \"com.\" static", Ignored::too_wide));
}

TEST_CASE("an RPZ owner that repeats, a TTL and a class in either order") {
  CHECK(said_by("rpz", "a.example IN 60 CNAME .\nb.example 60 CNAME .\n\tA 0.0.0.0") ==
        Said{"E a.example", "E b.example", "E b.example"});
}

TEST_CASE("an RPZ entry may stretch over lines in parentheses") {
  CHECK(said_by("rpz", "a.example ( ; why\n  CNAME\n . )\nb.example CNAME .") == Said{"E a.example", "E b.example"});
}

TEST_CASE("a parenthesis that never closes does not swallow the zone") {
  std::string text = "x.example ( CNAME .\n";
  for (int i = 0; i < 200; ++i) text += "a.example CNAME .\n";
  const auto sink = read_list("rpz", text);
  CHECK(sink.refusals == std::vector{Errc::truncated});
  CHECK(sink.said.size() == 137);
}

TEST_CASE("an RPZ zone that was transferred has whole names, and its own name is cut off") {
  const auto sink =
      read_list("rpz",
                "rpz.zone. 60 IN SOA a. b. 1 2 3 4 5\nrpz.zone. 60 IN NS localhost.\nBad.Example.RPZ.zone. 60 IN CNAME .\n"
                "other.zone. 60 IN CNAME .\n");
  CHECK(sink.said == Said{"E bad.example"});
  CHECK(sink.count(Ignored::not_a_block) == 1);
}

TEST_CASE("RPZ answers that are not a plain refusal are not guessed at") {
  CHECK(said_by("rpz", "a.example CNAME a.example.") == Said{"E allow a.example"});
  CHECK(said_by("rpz", "*.a.example CNAME rpz-passthru.") == Said{"B allow a.example"});
  for (const char* line : {"a.example CNAME rpz-tcp-only.", "a.example CNAME walled.garden.", "a.example CNAME rpz-passthru",
                           "a.example TXT \"x y\""}) {
    CHECK(ignores("rpz", line, Ignored::unsupported));
  }
}

TEST_CASE("RPZ triggers by address need a prefix and an address in reverse") {
  for (const char* owner : {"24.0.2.0.192.rpz-ip", "128.1.zz.db8.2001.rpz-ip", "48.zz.db8.2001.rpz-nsip",
                            "128.8.7.6.5.4.3.2.1.rpz-client-ip", "ns.example.rpz-nsdname"}) {
    CHECK(ignores("rpz", std::string(owner) + " CNAME .", Ignored::unsupported));
  }
  for (const char* owner : {"33.0.2.0.192.rpz-ip", "0.0.2.0.192.rpz-ip", "24.0.2.0.256.rpz-ip", "129.zz.1.rpz-ip",
                            "64.zz.1.zz.2.rpz-ip", "x.rpz-ip"}) {
    CHECK(refuses("rpz", std::string(owner) + " CNAME .", Errc::bad_address));
  }
}

TEST_CASE("an RPZ star alone is everything") { CHECK(ignores("rpz", "* CNAME .", Ignored::too_wide)); }

TEST_CASE("an RPZ owner with an escape is refused") { CHECK(refuses("rpz", "a\\.b.example CNAME .", Errc::bad_character)); }
