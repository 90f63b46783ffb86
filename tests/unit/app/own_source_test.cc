// SPDX-License-Identifier: Apache-2.0
#include "app/commands/own_source.h"

#include <doctest/doctest.h>

#include <algorithm>

#include "config/catalogue.h"
#include "lists/format.h"
#include "tests/support/temp_folder.h"
#include "tests/unit/config/errors.h"
#include "tests/unit/lists/recording_sink.h"

using namespace darban;

namespace {

std::string catalogue_with(const std::string& format) {
  return "sources: [{id: a, category: a, title: a, home: https://a.example/, maintainer: a, urls: https://a.example/, format: " +
         format +
         ", licence: a, redistribute: no, commercial: no, interval: 1h, entries: {least: 1, most: 2}, use: off, quality: A, "
         "reviewed: 2026-11-21}]";
}

}  // namespace

TEST_CASE("a service's core hosts are said with everything below them, each at its line") {
  const TempFolder folder;
  const auto path =
      folder.write("tube.yaml",
                   "id: 128\nkey: tube\nname: N\nurdu: U\ngroup: streaming\nrisk: none\ncovers: C.\nalso-stops: \"\"\n"
                   "never: D.\ncore:\n  - tube.example\n  - co.uk\nshared: [cdn.example]\nreviewed: 2026-11-21\n");
  for (const char* key : {"service:tube", "streaming"}) {
    RecordingSink sink;
    const auto said_it = say_own_source(path, key, sink);
    REQUIRE_MESSAGE(said_it.has_value(), key);
    CHECK(sink.said == Said{"S tube.example", "E co.uk"});  // a public suffix: for itself alone, with a warning
    CHECK(sink.lines == std::vector<std::uint32_t>{11, 12});
    CHECK(sink.warnings == 1);
  }
}

TEST_CASE("a name of bypass.yaml keeps its scope") {
  const TempFolder folder;
  const auto path =
      folder.write("bypass.yaml",
                   "signals: []\nresolvers:\n  names:\n    - {name: a.example, scope: exact, why: W.}\n    - {name: "
                   "b.example, why: W.}\ntunnels: []\n");
  RecordingSink sink;
  REQUIRE(say_own_source(path, "bypass-dns", sink));
  CHECK(sink.said == Said{"E a.example", "S b.example"});
}

TEST_CASE("a file of ours that changed for the worse is a sentence, and nothing is said") {
  const TempFolder folder;
  const auto path = folder.write("tube.yaml", "id: 1\n");
  RecordingSink sink;
  const auto refused = say_own_source(path, "service:tube", sink);
  REQUIRE_FALSE(refused);
  CHECK(refused.error().starts_with(path + ":1:5: '1' is out of range"));
  CHECK(sink.said.empty());
}

TEST_CASE("the catalogue takes every list syntax but our own, and no other") {
  for (const ListFormat& format : list_formats()) {
    const std::string key(format.key.view());
    const bool accepted = parse_catalogue(catalogue_with(key), "f.yaml", {}).has_value();
    CHECK_MESSAGE(accepted == (key != "curated"), key);
  }
  const std::string refusal = said(parse_catalogue(catalogue_with("zzz"), "f.yaml", {}));
  const auto at = refusal.find("; write ");
  REQUIRE(at != std::string::npos);
  CHECK(static_cast<std::size_t>(std::count(refusal.begin() + static_cast<long>(at), refusal.end(), ',')) + 3 ==
        list_formats().size());
}
