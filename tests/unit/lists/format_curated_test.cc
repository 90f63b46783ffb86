// SPDX-License-Identifier: Apache-2.0
// curated: the project's own lists, a name with its category, dates and reason.
#include <doctest/doctest.h>

#include <string>

#include "tests/unit/lists/recording_sink.h"

using namespace darban;

namespace {

std::string line_about(const std::string& name) {
  return name + "\tnudify\t2026-11-21\t2027-05-21\tUndresses people in pictures; a newspaper wrote so.\n";
}

}  // namespace

TEST_CASE("a curated line is its name with everything below, where it stands") {
  const auto sink = read_list("curated", "# a list\n\n" + line_about("a.example") + line_about("b.example"));
  CHECK(sink.said == Said{"S a.example", "S b.example"});
  CHECK(sink.lines == std::vector<std::uint32_t>{3, 4});
  CHECK(sink.count(Ignored::comment) == 2);
}

TEST_CASE("a curated line without its five fields is refused and the next one read") {
  const auto sink = read_list("curated", "a.example\tnudify\t2026-11-21\n" + line_about("b.example"));
  CHECK(sink.said == Said{"S b.example"});
  CHECK(sink.refusals == std::vector{Errc::bad_character});
}

TEST_CASE("a curated public suffix stands for itself alone, and a top-level domain for nothing") {
  CHECK(said_by("curated", line_about("co.uk")) == Said{"E co.uk"});
  CHECK(ignores("curated", line_about("uk"), Ignored::single_label));
}

TEST_CASE("a file of curated lines is recognised, and a plain list with words behind a name is not one") {
  const auto curated = detect_format("# x\n" + line_about("a.example") + line_about("b.example"));
  REQUIRE(curated);
  CHECK((*curated)->key.view() == "curated");
  const auto plain = detect_format("a.example\nb.example # since 2026-11-21\n");
  REQUIRE(plain);
  CHECK((*plain)->key.view() == "domains");
}
