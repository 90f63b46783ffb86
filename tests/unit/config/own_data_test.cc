// SPDX-License-Identifier: Apache-2.0
// The project's own files in blocklists/: they load, and they fit together.
#include <doctest/doctest.h>

#include <algorithm>

#include "config/bypass_file.h"
#include "config/catalogue.h"
#include "config/curated.h"
#include "config/never_block_file.h"
#include "config/safe_search_file.h"
#include "config/service.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/config/files.h"

using namespace darban;

namespace {

std::vector<WrittenCategory> categories() {
  const auto read = load_categories(project_file("blocklists/categories.yaml"));
  REQUIRE_MESSAGE(read.has_value(), said(read));
  return *read;
}

std::vector<OwnList> lists() {
  const auto read = own_lists(project_file("blocklists"));
  REQUIRE_MESSAGE(read.has_value(), said(read));
  return *read;
}

NeverBlockFile never_block() {
  const auto read = load_never_block(project_file("blocklists/never-block.yaml"));
  REQUIRE_MESSAGE(read.has_value(), said(read));
  return *read;
}

bool is_at_or_under(const std::string& name, const std::string& above) { return name == above || name.ends_with("." + above); }

}  // namespace

TEST_CASE("every file of blocklists/ is read by its loader") {
  CHECK(said(load_categories(project_file("blocklists/categories.yaml"))) == "accepted");
  CHECK(said(load_bypass(project_file("blocklists/bypass.yaml"))) == "accepted");
  CHECK(said(load_never_block(project_file("blocklists/never-block.yaml"))) == "accepted");
  CHECK(said(load_safe_search(project_file("blocklists/safe-search.yaml"))) == "accepted");
  CHECK(said(load_catalogue(project_file("blocklists/catalogue.yaml"))) == "accepted");
  CHECK(said(load_services(project_file("blocklists/services"))) == "accepted");
  CHECK(said(own_lists(project_file("blocklists"))) == "accepted");
}

TEST_CASE("each category and service has its harmless name to try the filter with") {
  const auto all = lists();
  for (const WrittenCategory& category : categories()) {
    const auto test_name = category.key.substr(category.key.find(':') + 1) + ".example";
    const bool there = std::any_of(all.begin(), all.end(), [&](const OwnList& list) {
      return list.key == category.key &&
             std::any_of(list.names.begin(), list.names.end(), [&](const OwnName& name) { return name.name == test_name; });
    });
    CHECK_MESSAGE(there, category.key);
  }
}

TEST_CASE("each category of ours says what bands close, how it is counted and how long its entries last") {
  const auto text = text_in(project_file("blocklists/categories.yaml"));
  const auto count = [&](const std::string& key) {
    std::size_t times = 0;
    for (auto at = text.find("\n    " + key + ": "); at != std::string::npos; at = text.find("\n    " + key + ": ", at + 1))
      ++times;
    return times;
  };
  for (const char* key : {"bands", "group", "false-positives", "lapse"}) CHECK_MESSAGE(count(key) == count("key"), key);
}

TEST_CASE("there are sixty services and more, each with its side effects in words or none at all") {
  const auto services = load_services(project_file("blocklists/services"));
  REQUIRE(services);
  CHECK(services->size() >= 60);
}

TEST_CASE("where safe search leads stands among the names that no list closes") {
  const auto open = never_block();
  const auto file = load_safe_search(project_file("blocklists/safe-search.yaml"));
  REQUIRE(file);
  for (const SafeEngine& engine : file->engines) {
    for (const SafeTarget& target : engine.targets) {
      CHECK_MESSAGE(
          std::any_of(open.names.begin(), open.names.end(),
                      [&](const auto& each) { return each.purpose == OpenPurpose::safe_search && each.name == target.host; }),
          target.host);
    }
  }
}

// Vital names may stand below a service's: time.facebook.com stays open when facebook.com closes.
TEST_CASE("no list of ours holds a name that stays open anyway, or closes a shared one from above") {
  const auto open = never_block();
  for (const OwnList& list : lists()) {
    for (const OwnName& own : list.names) {
      for (const NeverBlockName& each : open.names) {
        const bool below = own.name == each.name || (each.scope == WrittenScope::subtree && is_at_or_under(own.name, each.name));
        const bool above = !own.exact && is_at_or_under(each.name, own.name) && each.purpose == OpenPurpose::shared;
        CHECK_MESSAGE(!(below || above), list.path << ":" << own.line << ": " << own.name << " against " << each.name);
      }
      for (const Helpline& helpline : open.helplines) {
        for (const HelplineHost& host : helpline.hosts)
          CHECK_MESSAGE(!is_at_or_under(host.name, own.name),
                        list.path << ":" << own.line << ": " << own.name << " closes a helpline");
      }
    }
  }
}

TEST_CASE("the catalogue's lists of adult names give no name away") {
  const auto catalogue = load_catalogue(project_file("blocklists/catalogue.yaml"));
  REQUIRE_MESSAGE(catalogue.has_value(), said(catalogue));
  for (const CatalogueSource& source : catalogue->sources) {
    if (source.category != "adult") continue;
    for (const std::string& canary : source.contains) CHECK(is_hashed_canary(canary));
  }
}
