// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/unit/import/imports.h"

using namespace darban;
using namespace darban::test;

namespace {

constexpr std::string_view kFamily = R"(upstreams:
  groups:
    default:
      - tcp+udp:9.9.9.9
      - https://one.example/dns-query
    laptop*:
      - 1.1.1.1
customDNS:
  mapping:
    printer.lan: 192.168.178.3
conditional:
  mapping:
    fritz.box: 192.168.178.1
blocking:
  denylists:
    ads:
      - https://lists.example/ads.txt
      - |
        # inline
        ads.example
        *.banners.example  # and more
        /^ad[0-9]+/
    games:
      - /etc/blocky/games.txt
      - |
        games.example
  allowlists:
    ads:
      - |
        fine.example
    school:
      - |
        school.example
  clientGroupsBlock:
    default:
      - ads
    kid-*:
      - ads
      - games
    exam-pc:
      - school
    10.7.0.0/16:
      - ads
    192.168.178.50:
      - games
      - nothing
    unknown-tv:
      - ads
  blockType: nxDomain
  blockTTL: 1m
clientLookup:
  upstream: 192.168.178.1
  clients:
    kid-laptop:
      - 192.168.178.29
      - fd00::29
    exam-pc:
      - 192.168.178.30
    desk:
      - 192.168.178.31
queryLog:
  type: mysql
  target: db_user:db_password@tcp(host)/db
redis:
  password: passwd
ports:
  dns: 5353
)";

Imported family() {
  static const Catalogue known = [] {
    Catalogue catalogue;
    catalogue.sources.emplace_back();
    catalogue.sources[0].id = "small-ads";
    catalogue.sources[0].category = "ads";
    catalogue.sources[0].urls = {"https://lists.example/ads.txt"};
    return catalogue;
  }();
  return accepted(import_blocky(kFamily, {"config.yml", &known, "Europe/Berlin"}));
}

Imported of(const std::string& yaml, const std::string& zone = "UTC") {
  return accepted(import_blocky(yaml, {"c.yml", nullptr, zone}));
}

}  // namespace

TEST_CASE("a family's blocky becomes this household") {
  CHECK(household_of(family()) == R"(zone: Europe/Berlin

people:
  - name: kid-laptop
    band: 10-12
    devices:
      - {label: kid-laptop, address: [192.168.178.29, "fd00::29"]}
    close: [ads]
    block: [banners.example]
    rules: ["|ads.example^", "@@|fine.example^", "|games.example^"]
    answer: nxdomain
    blocked-ttl: 60

  - name: exam-pc
    band: adult
    devices:
      - {label: exam-pc, address: 192.168.178.30}
    allow-list: true
    rules: ["@@|school.example^"]
    answer: nxdomain
    blocked-ttl: 60

  - name: desk
    band: adult
    devices:
      - {label: desk, address: 192.168.178.31}
    close: [ads]
    block: [banners.example]
    rules: ["|ads.example^", "@@|fine.example^"]
    answer: nxdomain
    blocked-ttl: 60

  - name: 192.168.178.50
    band: adult
    devices:
      - {label: 192.168.178.50, address: 192.168.178.50}
    rules: ["|games.example^"]
    answer: nxdomain
    blocked-ttl: 60

rooms:
  - label: network 10.7.0.0/16
    prefix: 10.7.0.0/16
    band: adult
    close: [ads]
    block: [banners.example]
    rules: ["|ads.example^", "@@|fine.example^"]
    answer: nxdomain
    blocked-ttl: 60

guest:
  close: [ads]
  block: [banners.example]
  rules: ["|ads.example^", "@@|fine.example^"]
  answer: nxdomain
  blocked-ttl: 60
)");
}

TEST_CASE("what blocky knew and darban does not is said with its line, once") {
  const Imported imported = family();
  const std::string regex = findings_with(imported, "'/^ad[0-9]+/'");
  CHECK(regex.starts_with("not carried over | config.yml:22"));
  CHECK(std::count(regex.begin(), regex.end(), '\n') == 1);
  CHECK(says(findings_with(imported, "games.txt"), "not carried over | config.yml:24"));
  CHECK(says(findings_with(imported, "unknown-tv"), "not carried over"));
  CHECK(says(findings_with(imported, "'nothing'"), "there are no lists of this name"));
  CHECK(says(findings_with(imported, "fritz.box"), "not carried over"));
  CHECK(says(findings_with(imported, "printer.lan"), "not carried over"));
  CHECK(says(findings_with(imported, "upstream of 'laptop*'"), "not carried over"));
  CHECK(says(findings_with(imported, "only allow lists"), "nearly"));
  CHECK(findings_with(imported, "passw").find("db_password") == std::string::npos);
  CHECK(imported.advice.upstreams == std::vector<std::string>{"9.9.9.9"});
  CHECK(imported.advice.listen == std::vector<std::string>{"127.0.0.1:5353"});
}

TEST_CASE("the old words of blocky are read too") {
  const Imported imported = of(R"(upstream:
  default: [udp:9.9.9.9]
blocking:
  blackLists:
    kids:
      - |
        games.example
  whiteLists: {}
  clientGroupsBlock:
    default: [kids]
  blockTTL: 10
)");
  REQUIRE(imported.household.guest.rules.size() == 1);
  CHECK(imported.household.guest.rules[0].text == "|games.example^");
  CHECK(imported.household.guest.blocked_ttl == 300);
  CHECK(says(findings_with(imported, "blockTTL"), "nearly | c.yml:11"));
  CHECK(imported.advice.upstreams == std::vector<std::string>{"9.9.9.9"});
}

TEST_CASE("schedules close categories in their windows, and names not") {
  const Catalogue known = [] {
    Catalogue catalogue;
    catalogue.sources.emplace_back();
    catalogue.sources[0].category = "social";
    catalogue.sources[0].urls = {"https://l.example/social.txt"};
    return catalogue;
  }();
  const Imported imported = accepted(import_blocky(R"(blocking:
  denylists:
    social: ["https://l.example/social.txt"]
    names:
      - |
        x.example
        y.example
  schedules:
    school: {start: "08:00", end: "15:00", weekdays: [mon, Tue]}
    social: {weekdays: [sun]}
  clientGroupsBlock:
    default:
      - social
      - {group: names, schedule: school}
)",
                                                   {"c.yml", &known, ""}));
  const auto& windows = imported.household.guest.timetable;
  REQUIRE(windows.size() == 1);
  CHECK(windows[0].days == 0x40);
  CHECK(windows[0].end == 1440);
  CHECK(windows[0].services.at(0).key == "social");
  CHECK(imported.household.guest.close.empty());
  CHECK(imported.household.guest.block.empty());
  CHECK(imported.household.guest.rules.empty());
  CHECK(says(findings_with(imported, "names with a schedule"), "not carried over"));
}

TEST_CASE("what is no configuration of blocky is refused") {
  for (const char* text : {"", "a: 1\n", "[]", "dns: {}\nschema_version: 29\n"}) {
    const auto result = import_blocky(text, {"c.yml", nullptr, ""});
    REQUIRE_FALSE(result);
    CHECK(says(text_of(result.error()).view(), "it is no configuration of blocky"));
  }
  CHECK(says(text_of(import_blocky("blocking: &a {}\nb: *a\n", {"c.yml", nullptr, ""}).error()).view(), "anchors"));
}

TEST_CASE("a pattern that fits nearly anything does not take for ever") {
  std::string yaml = "blocking: {clientGroupsBlock: {\"" + std::string("a*a*a*a*a*a*a*a*a*a*a*a*b") +
                     "\": [x]}}\nclientLookup: {clients: {\"" + std::string(1000, 'a') + "\": [192.0.2.1]}}\n";
  CHECK(of(yaml).household.people.size() == 1);
}
