// SPDX-License-Identifier: Apache-2.0
#include <doctest/doctest.h>

#include "tests/unit/lists/recording_sink.h"

using namespace darban;

TEST_CASE("v2fly comments and blanks are cut off") {
  CHECK(said_by("v2fly", "# c\n\n  full:a.example   @ads # why\n") == Said{"E a.example"});
}

TEST_CASE("a v2fly top-level domain is taken with a warning, and never by a full: entry") {
  const auto sink = read_list("v2fly", "brand\nfull:brand");
  CHECK(sink.said == Said{"S brand"});
  CHECK(sink.warnings == 1);
  CHECK(sink.count(Ignored::single_label) == 1);
}

TEST_CASE("a public suffix in a v2fly list is closed exactly") { CHECK(said_by("v2fly", "github.io") == Said{"E github.io"}); }

TEST_CASE("v2fly entries for advertising can be left out, others stay") {
  const ParseOptions options{.leave_out_ads = true};
  CHECK(said_by("v2fly", "a.example @ads\nb.example @cn\nc.example @adsx\nfull:d.example @cn @ads", options) ==
        Said{"S b.example", "S c.example"});
}

TEST_CASE("an unknown v2fly type is refused") {
  CHECK(refuses("v2fly", "geosite:other", Errc::bad_character));
  CHECK(refuses("v2fly", "a.example free text", Errc::bad_character));
}
