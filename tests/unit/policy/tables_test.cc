// SPDX-License-Identifier: Apache-2.0
// The tables in the program (src/policy/*.inc) are what the data files say.
#include <arpa/inet.h>

#include <algorithm>
#include <array>
#include <cstdlib>
#include <fstream>

#include "config/bypass_file.h"
#include "config/never_block_file.h"
#include "config/safe_search_file.h"
#include "config/yaml.h"
#include "policy/bands.h"
#include "policy/bypass_signals.h"
#include "policy/never_block.h"
#include "policy/safe_search.h"
#include "tests/support/reveal.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/config/files.h"

using namespace darban;

namespace {

std::string header_of(const char* what) {
  return std::string("// SPDX-License-Identifier: Apache-2.0\n// Made of blocklists/") + what +
         " by: DARBAN_WRITE_REFERENCE=1 unit_policy. Change that file, not this one.\n";
}

// "scams-and-malware" as an enumerator.
std::string enumerator(Text text) {
  std::string word(text.view());
  std::replace(word.begin(), word.end(), '-', '_');
  return word;
}

std::vector<WrittenCategory> categories() {
  const auto read = load_categories(project_file("blocklists/categories.yaml"));
  REQUIRE_MESSAGE(read.has_value(), said(read));
  return *read;
}

NeverBlockFile never_block() {
  const auto read = load_never_block(project_file("blocklists/never-block.yaml"));
  REQUIRE_MESSAGE(read.has_value(), said(read));
  return *read;
}

std::string band_table() {
  std::string table = header_of("categories.yaml");
  for (const WrittenCategory& category : categories()) {
    if (category.kind != CategoryKind::category) continue;
    table += "{\"" + category.key + "\", \"" + category.bands + "\", Focus::" + (category.focus ? "yes" : "no") +
             ", Group::" + enumerator(text_of(category.group)) + ", Sensitive::" + (category.sensitive ? "yes" : "no") + "},\n";
  }
  return table;
}

// A host that several helplines share stands once, with the widest of their scopes.
std::vector<HelplineHost> helpline_hosts(const NeverBlockFile& file) {
  std::vector<HelplineHost> hosts;
  for (const Helpline& helpline : file.helplines) {
    if (helpline.level == Verified::u) continue;
    for (const HelplineHost& host : helpline.hosts) {
      const auto found =
          std::find_if(hosts.begin(), hosts.end(), [&](const HelplineHost& each) { return each.name == host.name; });
      if (found == hosts.end())
        hosts.push_back(host);
      else
        found->scope = std::max(found->scope, host.scope);
    }
  }
  return hosts;
}

std::string row(const std::string& name, WrittenScope scope, const std::string& purpose) {
  return "{\"" + name + "\", " + enumerator(text_of(scope)) + ", " + purpose + "},\n";
}

std::string vital_table() {
  const NeverBlockFile file = never_block();
  std::string table = header_of("never-block.yaml");
  for (const NeverBlockName& name : file.names) {
    if (name.purpose != OpenPurpose::shared) table += row(name.name, name.scope, enumerator(text_of(name.purpose)));
  }
  for (const HelplineHost& host : helpline_hosts(file)) table += row(host.name, host.scope, "helpline");
  for (const NeverBlockName& name : file.names) {
    if (name.purpose == OpenPurpose::shared) table += row(name.name, name.scope, "shared");
  }
  return table;
}

SafeSearchFile safe_search() {
  const auto read = load_safe_search(project_file("blocklists/safe-search.yaml"));
  REQUIRE_MESSAGE(read.has_value(), said(read));
  return *read;
}

BypassFile bypass() {
  const auto read = load_bypass(project_file("blocklists/bypass.yaml"));
  REQUIRE_MESSAGE(read.has_value(), said(read));
  return *read;
}

std::string address_text(const std::optional<IpAddress>& address) {
  if (!address) return "";
  std::array<char, INET6_ADDRSTRLEN> text;
  return ::inet_ntop(address->is_v4() ? AF_INET : AF_INET6, octets_of(*address).data(), text.data(), text.size());
}

std::string safe_search_table() {
  std::string table = header_of("safe-search.yaml");
  for (const SafeEngine& engine : safe_search().engines) {
    std::string targets;
    for (const SafeTarget& target : engine.targets) {
      targets += std::string(targets.empty() ? "" : ", ") + "{\"" + target.level + "\", \"" + target.host + "\", \"" +
                 address_text(target.fallback_a) + "\", \"" + address_text(target.fallback_aaaa) + "\"}";
    }
    table += "{\"" + engine.key + "\", \"" + engine.name + "\",\n {{" + targets + "}},\n";
    for (const WrittenDomain& host : engine.hosts) {
      const bool last = &host == &engine.hosts.back();
      table += " \"" + host.name + " \"" + (last ? "},\n" : "\n");
    }
  }
  return table;
}

std::string signal_table() {
  std::string table = header_of("bypass.yaml");
  for (const BypassSignal& signal : bypass().signals) {
    std::string types;
    for (const std::string& type : signal.types) types += (types.empty() ? "" : " ") + type;
    table += "{\"" + signal.name + "\", " + enumerator(text_of(signal.scope)) + ", \"" + types + "\", " +
             enumerator(text_of(signal.answer)) + ", " + enumerator(text_of(signal.level)) + "},\n";
  }
  return table;
}

void check_fresh(const char* file, const std::string& table) {
  const auto path = project_file(file);
  if (std::getenv("DARBAN_WRITE_REFERENCE") != nullptr) std::ofstream(path, std::ios::binary) << table;
  CHECK_MESSAGE(text_in(path) == table, file << " is written anew by: DARBAN_WRITE_REFERENCE=1 unit_policy; then build again");
}

bool has(std::span<const VitalName> names, std::string_view name) {
  return std::any_of(names.begin(), names.end(), [&](const VitalName& each) { return each.name == name; });
}

}  // namespace

TEST_CASE("config reference fresh: src/policy/band_table.inc is what blocklists/categories.yaml says") {
  check_fresh("src/policy/band_table.inc", band_table());
}

TEST_CASE("config reference fresh: src/policy/vital_table.inc is what blocklists/never-block.yaml says") {
  check_fresh("src/policy/vital_table.inc", vital_table());
}

TEST_CASE("config reference fresh: src/policy/safe_search_table.inc is what blocklists/safe-search.yaml says") {
  check_fresh("src/policy/safe_search_table.inc", safe_search_table());
}

TEST_CASE("config reference fresh: src/policy/signal_table.inc is what blocklists/bypass.yaml says") {
  check_fresh("src/policy/signal_table.inc", signal_table());
}

TEST_CASE("the program's own tables say what the files say, host for host") {
  const SafeSearchFile file = safe_search();
  const SafeSearchFile own = built_in_safe_search();
  REQUIRE(own.engines.size() == file.engines.size());
  for (std::size_t i = 0; i < file.engines.size(); ++i) {
    CHECK(own.engines[i].key == file.engines[i].key);
    REQUIRE(own.engines[i].hosts.size() == file.engines[i].hosts.size());
    for (std::size_t j = 0; j < file.engines[i].hosts.size(); ++j)
      CHECK(own.engines[i].hosts[j].name == file.engines[i].hosts[j].name);
    REQUIRE(own.engines[i].targets.size() == file.engines[i].targets.size());
    for (std::size_t j = 0; j < file.engines[i].targets.size(); ++j) {
      CHECK(own.engines[i].targets[j].host == file.engines[i].targets[j].host);
      CHECK(own.engines[i].targets[j].fallback_a == file.engines[i].targets[j].fallback_a);
      CHECK(own.engines[i].targets[j].fallback_aaaa == file.engines[i].targets[j].fallback_aaaa);
    }
  }
  const auto signals = built_in_signals();
  REQUIRE(signals.size() == bypass().signals.size());
  for (std::size_t i = 0; i < signals.size(); ++i) CHECK(signals[i].types == bypass().signals[i].types);
}

TEST_CASE("every category of ours is a topic that a household may name before lists have it") {
  for (const WrittenCategory& category : categories()) {
    if (category.kind == CategoryKind::category) CHECK_MESSAGE(is_topic(category.key), category.key);
  }
  for (const char* key : {"csam", "disinformation"}) CHECK(is_topic(key));
  CHECK_FALSE(is_topic("knitting"));
}

TEST_CASE("the bypass level closes the two bypass categories, so that no band does") {
  for (const WrittenCategory& category : categories()) {
    if (category.key == "bypass-dns" || category.key == "bypass-vpn") CHECK(category.bands == "-----------");
  }
}

TEST_CASE("helplines that nobody verified open no host") {
  for (const Helpline& helpline : never_block().helplines) {
    for (const HelplineHost& host : helpline.hosts) CHECK(has(vital_names(), host.name) == (helpline.level != Verified::u));
  }
}

TEST_CASE("each purpose has its names, and shared names are none of the vital ones") {
  for (const Vital purpose :
       {Vital::connectivity, Vital::time, Vital::certificates, Vital::update, Vital::push, Vital::helpline, Vital::safe_search}) {
    CHECK(
        std::any_of(vital_names().begin(), vital_names().end(), [&](const VitalName& each) { return each.purpose == purpose; }));
  }
  CHECK_FALSE(shared_names().empty());
  for (const VitalName& each : shared_names()) {
    CHECK(each.purpose == Vital::shared);
    CHECK_FALSE(has(vital_names(), each.name));
  }
}
