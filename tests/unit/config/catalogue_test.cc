// SPDX-License-Identifier: Apache-2.0
#include "config/catalogue.h"

#include <doctest/doctest.h>

#include <map>

#include "tests/support/temp_folder.h"
#include "tests/unit/config/errors.h"

using namespace darban;

namespace {

const std::string kHash = "sha256:" + std::string(64, 'a');

// A source with everything it needs; `changes` replace values, an empty one takes the key out.
std::string source(const std::map<std::string, std::string>& changes = {}) {
  std::map<std::string, std::string> members{
      {"id", "big-ads"},          {"category", "ads"},
      {"title", "Big list"},      {"home", "https://lists.example/"},
      {"maintainer", "Somebody"}, {"urls", "[https://lists.example/ads.txt, http://mirror.example/a%20b]"},
      {"format", "hosts"},        {"licence", "MIT"},
      {"redistribute", "true"},   {"commercial", "no"},
      {"interval", "24h"},        {"entries", "{least: 10, most: 1000}"},
      {"use", "default"},         {"quality", "A"},
      {"reviewed", "2026-11-21"}};
  for (const auto& [key, value] : changes) members[key] = value;
  std::string text;
  for (const auto& [key, value] : members) {
    if (!value.empty()) text += (text.empty() ? "  - " : "    ") + key + ": " + value + "\n";
  }
  return text;
}
std::string catalogue_said(const std::map<std::string, std::string>& changes) {
  return said(parse_catalogue("sources:\n" + source(changes), "f.yaml", {"ads", "adult", "service:tube"}));
}
CatalogueSource source_of(const std::map<std::string, std::string>& changes = {}) {
  const auto catalogue = parse_catalogue("sources:\n" + source(changes), "f.yaml", {"ads", "adult", "service:tube"});
  REQUIRE_MESSAGE(catalogue.has_value(), said(catalogue));
  return catalogue->sources.at(0);
}

}  // namespace

TEST_CASE("a list source is read with all it says") {
  const auto found = source_of({{"plain", "subtree"},
                                {"tld", "true"},
                                {"contains", "[ads.example, \"" + kHash + "\"]"},
                                {"never-contains", "[good.example]"},
                                {"without", "[{name: shop.example, why: \"A shop.\"}]"},
                                {"top-sites", "3"},
                                {"languages", "[en, ur, pt-BR]"},
                                {"note", "Fine."}});
  CHECK(found.id == "big-ads");
  CHECK(found.category == "ads");
  CHECK(found.title == "Big list");
  CHECK(found.home == "https://lists.example/");
  CHECK(found.maintainer == "Somebody");
  REQUIRE(found.urls.size() == 2);
  CHECK(found.urls[1] == "http://mirror.example/a%20b");
  CHECK(found.format == "hosts");
  CHECK(found.plain_is_exact == false);
  CHECK(found.tld);
  CHECK(found.licence == "MIT");
  CHECK(found.redistribute);
  CHECK_FALSE(found.commercial);
  CHECK(found.interval == std::chrono::hours(24));
  CHECK(found.least_entries == 10);
  CHECK(found.most_entries == 1000);
  CHECK(found.contains == std::vector<std::string>{"ads.example", kHash});
  CHECK(found.never_contains == std::vector<std::string>{"good.example"});
  REQUIRE(found.without.size() == 1);
  CHECK(found.without[0].name == "shop.example");
  CHECK(found.without[0].why == "A shop.");
  CHECK(found.without[0].place.line > 0);
  CHECK(found.most_top_sites == 3);
  CHECK(found.use == SourceUse::standard);
  CHECK(found.languages == std::vector<std::string>{"en", "ur", "pt-BR"});
  CHECK(found.quality == 'A');
  CHECK(found.reviewed == "2026-11-21");
  CHECK(found.note == "Fine.");
}

TEST_CASE("what a list source leaves out is the careful choice") {
  const auto found = source_of();
  CHECK_FALSE(found.plain_is_exact.has_value());
  CHECK_FALSE(found.tld);
  CHECK(found.contains.empty());
  CHECK(found.most_top_sites == 0);
}

TEST_CASE("a list source without what a reader must know is refused by the missing key") {
  for (const char* key : {"id", "category", "title", "home", "maintainer", "urls", "format", "licence", "redistribute",
                          "commercial", "interval", "entries", "use", "quality", "reviewed"}) {
    CHECK_MESSAGE(contains(catalogue_said({{key, ""}}), "a list source needs '" + std::string(key) + "'"), key);
  }
}

TEST_CASE("a list source of a category or format that is none is refused with what was meant") {
  CHECK(contains(catalogue_said({{"category", "adds"}}), "there is no category 'adds'; did you mean 'ads'?"));
  CHECK(contains(catalogue_said({{"category", "knitting"}}),
                 "there is no category 'knitting'; categories.yaml says which there are"));
  CHECK(catalogue_said({{"category", "\"service:tube\""}}) == "accepted");
  CHECK(contains(catalogue_said({{"format", "host"}}), "there is no list format 'host'; write hosts, domains,"));
  CHECK(contains(catalogue_said({{"plain", "below"}}), "'below' is no scope; write exact or subtree"));
}

TEST_CASE("addresses are http or https, without a user, and there is one") {
  CHECK(contains(catalogue_said({{"urls", "[]"}}), "a list source needs an address at least"));
  for (const char* address : {"lists.example/a", "ftp://lists.example/a", "https://", "https:///a", "https://me@lists.example/a",
                              "\"https://lists.example/a b\""})
    CHECK_MESSAGE(contains(catalogue_said({{"urls", "[" + std::string(address) + "]"}}), "is not an address"), address);
  CHECK(contains(catalogue_said({{"urls", "[https://a.example/x, https://a.example/x]"}}), "stands already in line"));
  CHECK(contains(catalogue_said({{"home", "somewhere"}}), "'somewhere' is not an address"));
  CHECK(catalogue_said({{"urls", "\"http://127.0.0.1:8080/a@b\""}}) == "accepted");
}

TEST_CASE("an interval is whole hours, a month at most") {
  CHECK(source_of({{"interval", "1h"}}).interval == std::chrono::hours(1));
  CHECK(source_of({{"interval", "7d"}}).interval == std::chrono::hours(168));
  CHECK(source_of({{"interval", "720h"}}).interval == std::chrono::hours(720));
  for (const char* interval : {"0", "30min", "90min", "721h", "31d", "24", "daily"})
    CHECK_MESSAGE(contains(catalogue_said({{"interval", interval}}), "can not be an interval; write whole hours"), interval);
}

TEST_CASE("the size of a list has both ends in order") {
  CHECK(contains(catalogue_said({{"entries", "{least: 10, most: 9}"}}), "'least' is more than 'most'"));
  CHECK(contains(catalogue_said({{"entries", "{least: 0, most: 9}"}}), "write a whole number from 1 to"));
  CHECK(contains(catalogue_said({{"entries", "{least: 10}"}}), "'entries' needs 'most'"));
  CHECK(contains(catalogue_said({{"entries", "10"}}), "'entries' needs keys with values"));
}

TEST_CASE("a canary is a name or a hash, and for adult lists only a hash") {
  CHECK(contains(catalogue_said({{"contains", "[\"sha256:abc\"]"}}), "'sha256:abc' is no hash; write sha256: and 64 digits"));
  CHECK(contains(catalogue_said({{"contains", "[nonsense..example]"}}), "'nonsense..example' is not a name"));
  CHECK(contains(catalogue_said({{"category", "adult"}, {"contains", "[some.example]"}}),
                 "no name of this category is written down"));
  CHECK(catalogue_said({{"category", "adult"}, {"contains", "[\"" + kHash + "\"]"}, {"never-contains", "[clinic.example]"}}) ==
        "accepted");
  CHECK(contains(catalogue_said({{"contains", "[a.example]"}, {"never-contains", "[a.example]"}}),
                 "'a.example' can not be in 'contains' and in 'never-contains'"));
}

TEST_CASE("a hashed canary is 64 lower-case digits") {
  CHECK(is_hashed_canary(kHash));
  CHECK_FALSE(is_hashed_canary("sha256:" + std::string(63, 'a')));
  CHECK_FALSE(is_hashed_canary("sha256:" + std::string(64, 'A')));
  CHECK_FALSE(is_hashed_canary(std::string(64, 'a')));
}

TEST_CASE("a name that is taken out has a reason") {
  CHECK(contains(catalogue_said({{"without", "[{name: a.example}]"}}), "a name to leave out needs 'why'"));
  CHECK(contains(catalogue_said({{"without", "[{name: a.example, why: x}, {name: a.example, why: y}]"}}), "stands already"));
}

TEST_CASE("grades, uses, days and languages are those there are") {
  CHECK(contains(catalogue_said({{"quality", "D"}}), "'D' can not stand here; write A, B or C"));
  CHECK(contains(catalogue_said({{"use", "on"}}), "'on' can not stand here; write default, optional or off"));
  CHECK(contains(catalogue_said({{"reviewed", "2026-02-30"}}), "'2026-02-30' is a day that does not exist"));
  CHECK(contains(catalogue_said({{"reviewed", "21.11.2026"}}), "'21.11.2026' is not a date; write it like 2026-11-21"));
  CHECK(contains(catalogue_said({{"languages", "[English]"}}), "'English' is not a language"));
}

TEST_CASE("an id is a folder's name and belongs to one source") {
  CHECK(contains(catalogue_said({{"id", "../x"}}), "'../x' is not a key"));
  CHECK(contains(catalogue_said({{"id", "Big"}}), "'Big' is not a key"));
  const auto twice = said(parse_catalogue("sources:\n" + source() + source(), "f.yaml", {}));
  CHECK(contains(twice, "'big-ads' stands already in line"));
}

TEST_CASE("a catalogue with a table beside it takes its categories from there") {
  const TempFolder folder;
  folder.write("catalogue.yaml", "sources:\n" + source());
  CHECK(said(load_catalogue(folder.file("catalogue.yaml"))) == "accepted");
  folder.write("categories.yaml", "categories:\n  - {id: 7, key: adds, name: N, urdu: U, covers: C., never: D., risk: none}\n");
  CHECK(contains(said(load_catalogue(folder.file("catalogue.yaml"))), "there is no category 'ads'; did you mean 'adds'?"));
}

TEST_CASE("an unknown key of a source is refused where it stands, with the one that was meant") {
  CHECK(contains(catalogue_said({{"license", "MIT"}}), "unknown key 'license' in a list source: did you mean 'licence'?"));
  CHECK(contains(said(parse_catalogue("source: []\n", "f.yaml", {})), "f.yaml:1:1: unknown key 'source' in the catalogue"));
}
