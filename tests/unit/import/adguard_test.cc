// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include <filesystem>

#include "import/adguard_words.h"
#include "tests/unit/config/files.h"
#include "tests/unit/import/imports.h"

using namespace darban;
using namespace darban::test;

namespace {

constexpr std::string_view kFamily = R"(http:
  address: 0.0.0.0:80
users:
  - name: admin
    password: $2a$10$secretsecretsecretsecret
dns:
  bind_hosts:
    - 192.168.1.2
    - fd00::2
  port: 53
  upstream_dns:
    - 9.9.9.9
    - https://dns10.example/dns-query
    - '[/lan/]192.168.1.1'
  blocked_hosts:
    - version.bind
    - extra.example
tls:
  enabled: true
  certificate_chain: |
    -----BEGIN CERTIFICATE-----
    	tabbed
    -----END CERTIFICATE-----
  private_key: "-----BEGIN PRIVATE KEY-----verysecret"
querylog:
  enabled: true
filters:
  - enabled: true
    url: https://small.lists.example/ads.txt
    name: Ads
    id: 1
  - enabled: false
    url: https://other.lists.example/x.txt
    name: Other
    id: 2
whitelist_filters:
  - enabled: true
    url: https://lists.example/allow.txt
    name: Allow
    id: 3
user_rules:
  - '||games.example^'
  - '@@||school.example^'
  - '! a comment'
  - ""
  - exact.example
  - '||phones.example^$client=''Emma'''
  - '||x.example^$important'
  - '||y.example^$client=Nobody'
  - /^ad[0-9]+\./
  - 0.0.0.0 hosts.example
filtering:
  blocking_mode: nxdomain
  blocked_response_ttl: 30
  filtering_enabled: true
  parental_enabled: false
  safebrowsing_enabled: true
  protection_enabled: true
  rewrites:
    - domain: nas.lan
      answer: 192.168.1.9
  safe_search:
    enabled: false
    google: true
  blocked_services:
    schedule:
      time_zone: Local
    ids:
      - tiktok
clients:
  persistent:
    - safe_search:
        enabled: true
        bing: true
        google: true
        youtube: false
      blocked_services:
        schedule:
          time_zone: Europe/Berlin
          mon:
            start: 15h
            end: 18h30m
          tue:
            start: 15h
            end: 18h30m
          sat:
            start: 0s
            end: 24h
        ids:
          - youtube
          - betfair
          - mail_ru
      name: Emma
      ids:
        - 192.168.1.20
        - aa:bb:cc:dd:ee:01
        - emma-phone
      tags:
        - device_phone
        - user_child
      upstreams:
        - 1.1.1.1
      use_global_settings: false
      filtering_enabled: true
      parental_enabled: true
      safebrowsing_enabled: true
      use_global_blocked_services: false
      ignore_querylog: true
    - name: TV
      ids:
        - 192.168.1.40
      tags:
        - device_tv
      use_global_settings: true
      use_global_blocked_services: true
    - name: Guests
      ids:
        - 192.168.7.0/24
      use_global_settings: true
      use_global_blocked_services: true
schema_version: 29
)";

Catalogue catalogue() {
  Catalogue catalogue;
  CatalogueSource source;
  source.id = "small-ads";
  source.category = "ads";
  source.urls = {"http://small.lists.example/ads.txt/"};
  catalogue.sources.push_back(source);
  return catalogue;
}

Imported family() {
  static const Catalogue known = catalogue();
  ImportTerms terms;
  terms.file = "AdGuardHome.yaml";
  terms.catalogue = &known;
  terms.machine_zone = "Europe/Berlin";
  return accepted(import_adguard_home(kFamily, terms));
}

std::string refusal(std::string_view text) {
  const auto result = import_adguard_home(text, {"a.yaml", nullptr, ""});
  return result ? "accepted" : text_of(result.error()).view();
}

}  // namespace

TEST_CASE("a family's AdGuard Home becomes this household") {
  CHECK(household_of(family()) == R"(zone: Europe/Berlin

people:
  - name: Emma
    band: 10-12
    devices:
      - {label: Emma, mac: "aa:bb:cc:dd:ee:01", address: 192.168.1.20, kind: phone}
    close: [ads, service:youtube, gambling]
    timetable:
      - {days: sat, start: "00:00", end: "24:00", mode: free, open: [service:youtube]}
      - {days: [mon, tue], start: "15:00", end: "18:30", mode: free, open: [service:youtube]}
    answer: nxdomain
    blocked-ttl: 30

  - name: TV
    band: things
    devices:
      - {label: TV, address: 192.168.1.40, kind: tv}
    close: [ads, service:tiktok]
    answer: nxdomain
    blocked-ttl: 30

  - name: Guests
    band: adult
    devices:
      - {label: Guests, address: 192.168.7.0/24}
    close: [ads, service:tiktok]
    answer: nxdomain
    blocked-ttl: 30

guest:
  close: [ads, service:tiktok]
  answer: nxdomain
  blocked-ttl: 30

allow: [school.example]
block: [games.example]

rules:
  - "|exact.example^"
  - "||phones.example^$client='Emma'"
  - "||x.example^$important"
  - "|hosts.example^"
  - "|extra.example^"
)");
}

TEST_CASE("a pause of blocking is a window that opens, and a pause of the whole week closes nothing") {
  const Imported imported = family();
  const auto& windows = person(imported, "Emma").profile.timetable;
  REQUIRE(windows.size() == 2);
  CHECK(windows[1].days == 0x03);
  CHECK(windows[1].start == 15 * 60);
  CHECK(windows[1].end == 18 * 60 + 30);
  CHECK(windows[1].open.size() == 1);  // betfair is closed as gambling, and a pause does not open gambling
  CHECK(windows[1].mode == Mode::free);

  std::string always =
      "dns: {}\nschema_version: 29\nfiltering:\n  blocked_services:\n    ids: [youtube]\n    schedule:\n      time_zone: UTC\n";
  for (const char* day : {"sun", "mon", "tue", "wed", "thu", "fri", "sat"})
    always += "      " + std::string(day) + ": {start: 0, end: 86400000}\n";
  const Imported open = accepted(import_adguard_home(always, {"a.yaml", nullptr, "UTC"}));
  CHECK(open.household.guest.close.empty());
  CHECK(open.household.guest.timetable.empty());
  CHECK(says(findings_with(open, "blocked services"), "nothing was blocked"));
}

TEST_CASE("what is not carried over says where it stood and why") {
  const Imported imported = family();
  CHECK(says(findings_with(imported, "ClientID"), "not carried over | AdGuardHome.yaml:97 | id 'emma-phone'"));
  CHECK(says(findings_with(imported, "mail_ru"),
             "AdGuardHome.yaml:92 | 'Emma': blocked service 'mail_ru' | darban has no such service yet"));
  CHECK(says(findings_with(imported, "betfair"), "nearly | AdGuardHome.yaml:91"));
  CHECK(findings_with(imported, "exact.example").empty());
  CHECK(findings_with(imported, "$client='Emma'").empty());
  CHECK(says(findings_with(imported, "$client=Nobody"), "nobody in the household is called 'Nobody'"));
  CHECK(says(findings_with(imported, "^ad["), "not carried over | AdGuardHome.yaml:50"));
  CHECK(says(findings_with(imported, "nas.lan"), "not carried over"));
  CHECK(says(findings_with(imported, "dns10"), "not carried over"));
  CHECK(says(findings_with(imported, "[/lan/]"), "not carried over"));
  CHECK(says(findings_with(imported, "upstreams"), "'Emma': upstreams"));
  CHECK(says(findings_with(imported, "the query log"), "by hand"));
  CHECK(findings_with(imported, "version.bind").empty());
  CHECK(findings_with(imported, "a comment").empty());
  CHECK(imported.advice.upstreams == std::vector<std::string>{"9.9.9.9"});
  CHECK(imported.advice.listen == std::vector<std::string>{"192.168.1.2:53", "[fd00::2]:53"});
}

TEST_CASE("bands are guesses, and every person has one with its reason") {
  const Imported imported = family();
  REQUIRE(imported.guesses.size() == 4);
  CHECK(imported.guesses[0].who == "Emma");
  CHECK(says(imported.guesses[0].why, "user_child"));
  CHECK(imported.guesses[1].band == Band::things);
  CHECK(says(imported.guesses[2].why, "nothing says a child"));
  CHECK(imported.guesses[3].who == "guest");
}

TEST_CASE("a child keeps the safe search of the band, and every engine of AdGuard Home is one of ours") {
  CHECK(person(family(), "Emma").profile.safe_search.empty());
  const std::string engines = text_in(project_file("blocklists/safe-search.yaml"));
  for (const char* engine : {"bing", "duckduckgo", "ecosia", "google", "pixabay", "yandex", "youtube"})
    CHECK_MESSAGE(says(engines, "key: " + std::string(engine) + "\n"), engine);
}

TEST_CASE("lists are recognised by their address") {
  const Imported imported = family();
  REQUIRE(imported.lists.size() == 3);
  CHECK(imported.lists[0].id == "small-ads");
  CHECK(imported.lists[1].id.empty());
  CHECK_FALSE(imported.lists[1].enabled);
  CHECK(imported.lists[2].allows);
}

TEST_CASE("no secret of the file is anywhere in what comes out") {
  const Imported imported = family();
  std::string all = household_of(imported);
  for (const ImportFinding& finding : imported.findings) all += finding.where + finding.what + finding.why + finding.instead;
  for (const char* secret : {"$2a$", "secret", "PRIVATE KEY", "CERTIFICATE"}) CHECK_FALSE(says(all, secret));
}

TEST_CASE("settings as they were years ago are read where they stood then") {
  const Imported old = accepted(import_adguard_home(R"(dns:
  bind_host: 0.0.0.0
  filtering_enabled: true
  parental_enabled: true
  safesearch_enabled: true
  safebrowsing_enabled: false
  blocked_services: [tiktok]
  rewrites: [{domain: a.lan, answer: 192.0.2.1}]
clients:
  - {name: Sami, ids: [192.168.1.5], use_global_settings: true, use_global_blocked_services: true}
  - {name: Sami, ids: [192.168.1.6, 192.168.1.5, 'fe80::1%eth0'], tags: [user_regular], use_global_blocked_services: false, blocked_services: [youtube]}
schema_version: 12
)",
                                                    {"a.yaml", nullptr, "UTC"}));
  CHECK(person(old, "Sami").profile.close.size() == 2);
  CHECK(person(old, "Sami 2").profile.close.back().key == "service:youtube");
  CHECK(person(old, "Sami 2").devices[0].addresses.size() == 1);
  CHECK(says(findings_with(old, "one owner"), "address '192.168.1.5'"));
  const auto& search = person(old, "Sami").profile.safe_search;
  REQUIRE(search.size() == 7);
  CHECK(search.front().engine == "bing");
  CHECK(search.front().level == SafeSearchLevel::on);
  CHECK(search.back().engine == "youtube");
  CHECK(search.back().level == SafeSearchLevel::moderate);
  CHECK(says(household_of(old), "safe-search: {bing: on, duckduckgo: on, "));
  CHECK(says(findings_with(old, "fe80::1%eth0"), "an address of a kind"));
  CHECK(says(findings_with(old, "malware"), "nearly"));
}

TEST_CASE("another zone than the household's is a finding") {
  const Imported imported = accepted(import_adguard_home(R"(dns: {}
schema_version: 29
clients:
  persistent:
    - {name: A, ids: [192.0.2.1], use_global_blocked_services: false, blocked_services: {ids: [youtube], schedule: {time_zone: Asia/Karachi, mon: {start: 1h, end: 2h}}}}
    - {name: B, ids: [192.0.2.2], use_global_blocked_services: false, blocked_services: {ids: [youtube], schedule: {time_zone: Europe/Paris, mon: {start: 1h, end: 2h}}}}
)",
                                                         {"a.yaml", nullptr, "UTC"}));
  CHECK(imported.household.zone == "Asia/Karachi");
  CHECK(says(findings_with(imported, "Europe/Paris"), "nearly | a.yaml:6"));
}

TEST_CASE("what is no AdGuardHome.yaml is refused") {
  CHECK(says(refusal("a: 1\n"), "a.yaml: it is no AdGuardHome.yaml"));
  CHECK(says(refusal(""), "it is no AdGuardHome.yaml"));
  CHECK(says(refusal("[1, 2]"), "it is no AdGuardHome.yaml"));
  CHECK(says(refusal("dns: {}\nschema_version: 3\n"), "a.yaml:2:"));
  CHECK(says(refusal("dns: &x {}\nschema_version: 29\n"), "anchors"));
  CHECK(says(refusal("dns: {\n"), "a.yaml"));
  CHECK(says(refusal("dns: " + std::string(60, '[') + std::string(60, ']')), "50 levels"));
  CHECK(says(refusal("dns: \"never closed\nschema_version: 29\n"), "a quote that is not closed"));
  CHECK(says(refusal("\xff\xfe"), "UTF-8"));
}

TEST_CASE("ten thousand clients are a household, each once") {
  std::string yaml = "dns: {}\nschema_version: 29\nclients:\n  persistent:\n";
  for (int i = 0; i < 10000; ++i)
    yaml += "    - {name: c" + std::to_string(i) + ", ids: [10." + std::to_string(i / 65536) + "." +
            std::to_string(i / 256 % 256) + "." + std::to_string(i % 256) + "]}\n";
  const Imported imported = accepted(import_adguard_home(yaml, {"a.yaml", nullptr, "UTC"}));
  CHECK(imported.household.people.size() == 10000);
  const auto read = parse_household(household_text(imported.household), "h.yaml");
  REQUIRE_FALSE(read);  // a household file is for people: the command says so instead of writing it
  CHECK(says(text_of(read.error()).view(), "100,000 values"));
}

TEST_CASE("every service of AdGuard Home that we name is one of ours") {
  const std::string categories = text_in(project_file("blocklists/categories.yaml"));
  for (const AdguardService& service : adguard_services()) {
    const std::string key(service.key);
    const bool known = key.starts_with("service:")
                           ? std::filesystem::exists(project_file("blocklists/services/" + key.substr(8) + ".yaml"))
                           : says(categories, "key: " + key + "\n");
    CHECK_MESSAGE(known, service.id);
  }
}

TEST_CASE("durations are Go's or milliseconds") {
  CHECK(minute_of_duration("18h30m") == 1110);
  CHECK(minute_of_duration("0s") == 0);
  CHECK(minute_of_duration("24h0m0s") == 1440);
  CHECK(minute_of_duration("86400000") == 1440);
  CHECK(minute_of_duration("0") == 0);
  for (const char* wrong : {"", "25h", "h", "1x", "-1h", "1h-2m", "999999999999999999999h", "12:30"})
    CHECK_FALSE(minute_of_duration(wrong));
}
