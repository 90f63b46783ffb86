// SPDX-License-Identifier: Apache-2.0
// The two tables in the program are what the data files say: src/policy/band_table.inc and src/policy/vital_table.inc.
#include <algorithm>
#include <cstdlib>
#include <fstream>

#include "config/never_block_file.h"
#include "config/yaml.h"
#include "policy/bands.h"
#include "policy/never_block.h"
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
