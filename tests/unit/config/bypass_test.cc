// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "config/bypass_file.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

struct Parts {
  std::string signals = "[]";
  std::string names = "[]";
  std::string addresses = "[]";
  std::string tunnels = "[]";
  std::string ports = "[]";
};

std::string text_of_parts(const Parts& parts) {
  return "signals: " + parts.signals + "\nresolvers:\n  names: " + parts.names + "\n  addresses: " + parts.addresses +
         "\ntunnels: " + parts.tunnels + "\nports: " + parts.ports + "\n";
}
std::string bypass_said(const Parts& parts) { return said(parse_bypass(text_of_parts(parts), "f.yaml")); }

std::string signal(const std::string& types, const std::string& answer = "nxdomain", const std::string& level = "standard") {
  return "[{name: canary.example, scope: exact, types: " + types + ", answer: " + answer + ", level: " + level +
         ", effect: E., source: S, confidence: A}]";
}

}  // namespace

TEST_CASE("the four kinds of ways round are read") {
  const auto file =
      parse_bypass(text_of_parts({.signals = signal("[A, AAAA]", "nodata", "strict"),
                                  .names = "[{name: dns.example, why: W.}, {name: doh.example, scope: exact, why: W.}]",
                                  .addresses = "[192.0.2.1, 198.51.100.0/24, \"2001:db8::1\"]",
                                  .tunnels = "[{name: vpn.example, why: W.}]",
                                  .ports = "[{protocol: tcp, port: 853, what: DNS over TLS}]"}),
                   "f.yaml");
  REQUIRE_MESSAGE(file.has_value(), said(file));
  const auto& canary = file->signals.at(0);
  CHECK(canary.name == "canary.example");
  CHECK(canary.scope == WrittenScope::exact);
  CHECK(canary.types == std::vector<std::string>{"A", "AAAA"});
  CHECK(canary.answer == SignalAnswer::nodata);
  CHECK(canary.level == BypassLevel::strict);
  REQUIRE(file->resolvers.size() == 2);
  CHECK(file->resolvers[0].scope == WrittenScope::subtree);
  CHECK(file->resolvers[1].scope == WrittenScope::exact);
  REQUIRE(file->addresses.size() == 3);
  CHECK(file->addresses[1].written == "198.51.100.0/24");
  CHECK(file->addresses[1].prefix == *IpPrefix::from_text("198.51.100.0/24"));
  CHECK(file->tunnels.at(0).why == "W.");
  CHECK(file->ports.at(0).protocol == BypassPort::Protocol::tcp);
  CHECK(file->ports.at(0).port == 853);
}

TEST_CASE("all record types is an empty list of types, and stands alone") {
  const auto file = parse_bypass(text_of_parts({.signals = signal("all")}), "f.yaml");
  REQUIRE_MESSAGE(file.has_value(), said(file));
  CHECK(file->signals.at(0).types.empty());
  CHECK(contains(bypass_said({.signals = signal("[all, A]")}), "'all' stands alone"));
  CHECK(contains(bypass_said({.signals = signal("[]")}), "a record type belongs here, or 'all'"));
  CHECK(contains(bypass_said({.signals = signal("[MX]")}), "'MX' is not a record type here; write all, A, AAAA, HTTPS or SVCB"));
}

TEST_CASE("a signal's answer and level are those there are") {
  CHECK(
      contains(bypass_said({.signals = signal("all", "drop")}), "'drop' can not stand here; write nxdomain, nodata or resolve"));
  CHECK(
      contains(bypass_said({.signals = signal("A", "resolve")}), "a name that must resolve does so for all types; write [all]"));
  CHECK(bypass_said({.signals = signal("all", "resolve")}) == "accepted");
  CHECK(contains(bypass_said({.signals = signal("all", "nodata", "off")}), "'off' can not stand here; write standard or strict"));
}

TEST_CASE("resolvers and tunnels are names with a reason, each once, and no whole top-level domain") {
  CHECK(contains(bypass_said({.names = "[{name: dns.example}]"}), "f.yaml:3:11: a name needs 'why'"));
  CHECK(contains(bypass_said({.tunnels = "[{name: example, why: W.}]"}), "'example' is a whole top-level domain"));
  CHECK(contains(bypass_said({.tunnels = "[{name: a.example, why: W.}, {name: a.example, why: W.}]"}),
                 "'a.example' stands already"));
}

TEST_CASE("addresses and ports are such") {
  CHECK(contains(bypass_said({.addresses = "[dns.example]"}), "f.yaml:4:15: 'dns.example' is not an address"));
  CHECK(contains(bypass_said({.ports = "[{protocol: sctp, port: 1, what: W}]"}),
                 "'sctp' is not a protocol here; write udp or tcp"));
  CHECK(contains(bypass_said({.ports = "[{protocol: udp, port: 0, what: W}]"}), "write a whole number from 1 to 65535"));
}

TEST_CASE("a bypass file without its parts is refused") {
  CHECK(contains(said(parse_bypass("signals: []\n", "f.yaml")), "the bypass file needs 'resolvers'"));
  CHECK(contains(said(parse_bypass("", "f.yaml")), "the bypass file needs keys with values"));
}

TEST_CASE("a hundred signals are the most") {
  const auto signals = [](int count) {
    std::string text = "\n";
    for (int i = 0; i < count; ++i)
      text += "  - {name: s" + std::to_string(i) +
              ".example, scope: exact, types: [all], answer: nxdomain, level: standard, effect: E., source: S, confidence: A}\n";
    return text;
  };
  CHECK(bypass_said({.signals = signals(100)}) == "accepted");
  CHECK(contains(bypass_said({.signals = signals(101)}), "f.yaml:102:5: 100 signals are the most"));
}
