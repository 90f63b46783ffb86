// SPDX-License-Identifier: Apache-2.0
#include "update/catalogue_guards.h"

#include <doctest/doctest.h>

#include <fstream>

#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using namespace literals;

CatalogueSource source_with_canaries() {
  CatalogueSource source;
  source.least_entries = 10;
  source.most_entries = 20;
  source.contains = {"sha256:" + std::string(64, 'a'), "first.example", "second.example"};
  source.never_contains = {"wiki.example"};
  return source;
}

}  // namespace

TEST_CASE("plain canaries are looked for by name and hashed ones by hash") {
  SourceState state;
  state.entries = 15;
  const Expectations expected = expectations_of(source_with_canaries(), state, false);
  CHECK(expected.contains.size() == 2);
  CHECK(expected.contains_hashed.size() == 1);
  CHECK(expected.contains_hashed.front()[0] == 0xaa);
  CHECK(expected.last_entries == 15);
  CHECK(expectations_of(source_with_canaries(), state, true).last_entries == 0);
}

TEST_CASE("a canary is said by its name, and a hashed one is not said") {
  const CatalogueSource source = source_with_canaries();
  const Expectations expected = expectations_of(source, {}, false);
  Judgement judgement;
  judgement.refusal = Refusal::canary_missing;
  judgement.canary = 1;
  CHECK(detail_of(judgement, expected, source) == "second.example");
  judgement.canary = 2;
  CHECK(detail_of(judgement, expected, source).empty());
  judgement.refusal = Refusal::forbidden_name;
  judgement.canary = 0;
  CHECK(detail_of(judgement, expected, source) == "wiki.example");
  judgement.refusal = Refusal::shrunk;
  CHECK(detail_of(judgement, expected, source).empty());
}

TEST_CASE("a file of top sites is read with ranks and without, and only its first thousand") {
  const TempFolder folder;
  const std::string path = folder.path() + "/top";
  std::ofstream file(path);
  file << "1,first.example\nsecond.example\r\n";
  for (int i = 3; i <= 1001; ++i) file << "site" << i << ".example\n";
  file.close();
  const NameIndex sites = index_of_top_sites(path);
  CHECK(sites.size() == 1000);
  CHECK(sites.covering("first.example"_name) == 1U);
  CHECK(sites.covering("second.example"_name) == 2U);
  CHECK_FALSE(sites.covering("site1001.example"_name));
  CHECK(index_of_top_sites("").empty());
}

}  // namespace darban
