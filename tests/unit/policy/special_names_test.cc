// SPDX-License-Identifier: Apache-2.0
#include "policy/special_names.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <random>
#include <string>
#include <vector>

#include "policy/bypass_signals.h"
#include "policy/local_names.h"
#include "policy/never_block.h"
#include "tests/support/literals.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr HashSeed kSeed{0x5eed};

NameFacts facts_of(const SpecialNames& names, const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(kSeed, hashes);
  return names.facts_of(hashes);
}

SpecialNames our_names() {
  SpecialNamesBuilder builder(kSeed);
  add_local_names(builder);
  static_cast<void>(add_signals(built_in_signals(), builder));
  add_vital_names(builder);
  add_shared_names(builder);
  return builder.build();
}

}  // namespace

TEST_CASE("an empty table knows nothing, of the root neither") {
  const SpecialNames names = SpecialNamesBuilder(kSeed).build();
  CHECK(facts_of(names, "www.example.com"_name).rules == 0);
  CHECK(facts_of(names, Name()).local == LocalName::none);
}

TEST_CASE("names that stay in the house are known with everything below them") {
  const SpecialNames names = our_names();
  CHECK(facts_of(names, "localhost"_name).local == LocalName::localhost);
  CHECK(facts_of(names, "a.b.localhost"_name).local == LocalName::localhost);
  for (const char* text : {"invalid", "x.test", "printer.local", "abc.onion", "x.alt", "db.internal", "nas.home.arpa"})
    CHECK(facts_of(names, *Name::from_text(text)).local == LocalName::nonexistent);
  CHECK(facts_of(names, "_dns.resolver.arpa"_name).local == LocalName::resolver_arpa);
  CHECK(facts_of(names, "ipv4only.arpa"_name).local == LocalName::ipv4only_arpa);
  CHECK(facts_of(names, "darban.home.arpa"_name).local == LocalName::own_name);
  CHECK(facts_of(names, "darban.home"_name).local == LocalName::own_name);
  CHECK(facts_of(names, "home"_name).local == LocalName::none);
  CHECK(facts_of(names, "arpa"_name).local == LocalName::none);
  CHECK(facts_of(names, "localhost.example.com"_name).local == LocalName::none);
  CHECK(facts_of(names, "thelocal"_name).local == LocalName::none);
}

TEST_CASE("reverse zones of private addresses stay in the house, their neighbours do not") {
  const SpecialNames names = our_names();
  for (const char* text :
       {"1.2.3.10.in-addr.arpa", "1.0.16.172.in-addr.arpa", "1.0.31.172.in-addr.arpa", "7.1.168.192.in-addr.arpa",
        "1.1.254.169.in-addr.arpa", "1.1.64.100.in-addr.arpa", "1.1.127.100.in-addr.arpa", "1.0.0.127.in-addr.arpa",
        "1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.ip6.arpa", "0.0.d.f.ip6.arpa", "0.0.c.f.ip6.arpa",
        "0.8.e.f.ip6.arpa", "0.b.e.f.ip6.arpa"})
    CHECK(facts_of(names, *Name::from_text(text)).local == LocalName::private_reverse);
  for (const char* text : {"1.0.15.172.in-addr.arpa", "1.0.32.172.in-addr.arpa", "1.1.63.100.in-addr.arpa",
                           "1.1.128.100.in-addr.arpa", "8.8.8.8.in-addr.arpa", "0.c.e.f.ip6.arpa", "0.0.0.2.ip6.arpa"})
    CHECK(facts_of(names, *Name::from_text(text)).local == LocalName::none);
}

TEST_CASE("signals are single names but for those that are zones, and what must resolve is closed by no list") {
  const SpecialNames names = our_names();
  for (const char* text : {"use-application-dns.net", "mask.icloud.com", "mask-h2.icloud.com", "dns-tunnel-check.googlezip.net"})
    CHECK(facts_of(names, *Name::from_text(text)).signal != 0);
  for (const char* text : {"icloud.com", "x.mask.icloud.com", "mask-api.icloud.com", "x.use-application-dns.net"})
    CHECK(facts_of(names, *Name::from_text(text)).signal == 0);
  CHECK(facts_of(names, "_dns.resolver.arpa"_name).signal != 0);
  CHECK(facts_of(names, "abc123-dnsotls-ds.metric.gstatic.com"_name).signal == 0);
  CHECK(facts_of(names, "abc123-dnsotls-ds.metric.gstatic.com"_name).lists_never_close);
}

TEST_CASE("every vital name is known, below it only where the whole subtree serves") {
  const SpecialNames names = our_names();
  for (const VitalName& vital : vital_names()) {
    const Name name = *Name::from_text(vital.name);
    const Name below = *Name::from_text("x." + std::string(vital.name));
    const auto known = [&](const Name& each) {
      const NameFacts facts = facts_of(names, each);
      return vital.purpose == Vital::safe_search ? facts.safe_target : facts.never_block;
    };
    CHECK(known(name));
    if (vital.scope == NameScope::subtree) CHECK(known(below));
  }
  CHECK(facts_of(names, "abc123-dnsotls-ds.metric.gstatic.com"_name).never_block);
  CHECK(facts_of(names, "7-courier.push.apple.com"_name).never_block);
}

TEST_CASE("every shared name is known, and is vital to nobody by that") {
  const SpecialNames names = our_names();
  for (const VitalName& shared : shared_names()) {
    const NameFacts itself = facts_of(names, *Name::from_text(shared.name));
    const NameFacts below = facts_of(names, *Name::from_text("x." + std::string(shared.name)));
    CHECK(itself.lists_never_close);
    CHECK_FALSE(itself.never_block);
    if (shared.scope == NameScope::subtree) CHECK(below.lists_never_close);
  }
}

TEST_CASE("a list may close a host that somebody rents below a shared name of exact scope") {
  CHECK(facts_of(our_names(), "akamaized.net"_name).lists_never_close);
  CHECK_FALSE(facts_of(our_names(), "rented.akamaized.net"_name).lists_never_close);
}

TEST_CASE("no vital name is a public platform, a whole top-level domain or written twice") {
  std::vector<std::string_view> seen;
  for (const VitalName& vital : vital_names()) {
    CHECK(Name::from_text(vital.name)->label_count() >= 2);
    CHECK(std::find(seen.begin(), seen.end(), vital.name) == seen.end());
    seen.push_back(vital.name);
  }
  const SpecialNames names = our_names();
  for (const char* text : {"google.com", "www.google.com", "apple.com", "microsoft.com", "googleapis.com", "gstatic.com",
                           "icloud.com", "youtube.com", "www.youtube.com", "windows.com", "mozilla.org", "gov.pk"})
    CHECK_FALSE(facts_of(names, *Name::from_text(text)).never_block);
}

TEST_CASE("each owner has rules of his own on a name, and the next wider name with rules is known") {
  SpecialNamesBuilder builder(kSeed);
  builder.add_rule("example.com"_name, SpecialNames::kEverybody, RuleKind::block);
  builder.add_rule("a.b.example.com"_name, 7, RuleKind::allow);
  builder.add_rule("a.b.example.com"_name, 3, RuleKind::block);
  builder.add_rule("a.b.example.com"_name, 3, RuleKind::open_door);
  const SpecialNames names = builder.build();

  const std::uint32_t deep = facts_of(names, "www.a.b.example.com"_name).rules;
  REQUIRE(deep != 0);
  REQUIRE(names.rule_of(deep, 7) != nullptr);
  CHECK(names.rule_of(deep, 7)->allow);
  CHECK(names.rule_of(deep, 3)->block);
  CHECK(names.rule_of(deep, 3)->open_door);
  CHECK_FALSE(names.rule_of(deep, 3)->allow);
  CHECK(names.rule_of(deep, 4) == nullptr);
  CHECK(names.rule_of(deep, SpecialNames::kEverybody) == nullptr);
  const std::uint32_t wide = names.wider(deep);
  REQUIRE(wide != 0);
  CHECK(names.rule_of(wide, SpecialNames::kEverybody)->block);
  CHECK(names.wider(wide) == 0);
  CHECK(facts_of(names, "b.example.com"_name).rules == wide);
  CHECK(facts_of(names, "com"_name).rules == 0);
}

TEST_CASE("a search host is exact, a signal may cover what is below, and the deeper one counts") {
  SpecialNamesBuilder builder(kSeed);
  builder.add_search_host("www.seek.example"_name, 3);
  builder.add_signal("zone.example"_name, NameScope::subtree, 1);
  builder.add_signal("deep.zone.example"_name, NameScope::exact, 2);
  builder.add_search_host("host.zone.example"_name, 4);
  builder.add_search_host("deep.zone.example"_name, 5);  // the first that was added
  const SpecialNames names = builder.build();
  const auto signal = [&](const Name& name) { return int{facts_of(names, name).signal}; };
  const auto engine = [&](const Name& name) { return int{facts_of(names, name).engine}; };
  CHECK(engine("www.seek.example"_name) == 3);
  for (const auto& name : {"a.www.seek.example"_name, "seek.example"_name, "zone.example"_name}) CHECK(engine(name) == 0);
  CHECK(signal("zone.example"_name) == 1);
  CHECK(signal("a.b.zone.example"_name) == 1);
  CHECK(signal("deep.zone.example"_name) == 2);
  CHECK(engine("deep.zone.example"_name) == 0);
  CHECK(signal("x.deep.zone.example"_name) == 1);
  CHECK(signal("host.zone.example"_name) == 1);
  CHECK(engine("host.zone.example"_name) == 4);
  CHECK(signal("www.seek.example"_name) == 0);
}

TEST_CASE("whether a rule is on the name itself or above it is known") {
  SpecialNamesBuilder builder(kSeed);
  builder.add_rule("seek.example"_name, 1, RuleKind::allow);
  const SpecialNames names = builder.build();
  CHECK(facts_of(names, "seek.example"_name).rules_on_it);
  CHECK_FALSE(facts_of(names, "www.seek.example"_name).rules_on_it);
  builder.add_rule("www.seek.example"_name, 2, RuleKind::block);
  CHECK(facts_of(builder.build(), "www.seek.example"_name).rules_on_it);
  CHECK_FALSE(facts_of(builder.build(), "example"_name).rules_on_it);
}

TEST_CASE("a random table says what walking a list says") {
  std::mt19937 random(5);
  const std::string letters = "abc";
  const auto random_name = [&] {
    std::string text;
    for (auto depth = 1 + random() % 4; depth > 0; --depth)
      text += (text.empty() ? "" : ".") + std::string(1, letters[random() % 3]);
    return *Name::from_text(text);
  };
  for (int round = 0; round < 200; ++round) {
    struct Entry {
      Name name;
      NameScope scope;
      NameMark mark;
    };
    std::vector<Entry> entries;
    SpecialNamesBuilder builder(kSeed);
    for (auto i = random() % 12; i > 0; --i) {
      const Entry entry{random_name(), static_cast<NameScope>(random() % 2), static_cast<NameMark>(random() % 4)};
      entries.push_back(entry);
      builder.add_mark(entry.name, entry.scope, entry.mark);
    }
    const SpecialNames names = builder.build();
    for (int i = 0; i < 100; ++i) {
      const Name asked = random_name();
      const auto expected = [&](NameMark mark) {
        return std::any_of(entries.begin(), entries.end(), [&](const Entry& entry) {
          return entry.mark == mark && (entry.scope == NameScope::exact ? asked == entry.name : asked.is_at_or_under(entry.name));
        });
      };
      const NameFacts facts = facts_of(names, asked);
      CHECK(facts.never_block == expected(NameMark::never_block));
      CHECK(facts.safe_target == expected(NameMark::safe_target));
      CHECK(facts.may_be_private == expected(NameMark::may_be_private));
      CHECK(facts.lists_never_close == expected(NameMark::lists_never_close));
    }
  }
}
