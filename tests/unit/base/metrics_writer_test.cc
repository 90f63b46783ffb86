// SPDX-License-Identifier: Apache-2.0
#include "base/metrics_writer.h"

#include <doctest/doctest.h>

#include "base/log.h"
#include "tests/support/exposition.h"

namespace darban {
namespace {

using test::ExpositionReader;

template <typename L>
concept CanBeALabel = requires(MetricsWriter out, L is) {
  out.sample("label", is, 1);
};

TEST_CASE("a metric is its help, its type and its samples") {
  MetricsWriter out;
  out.metric("a_total", MetricKind::counter, "What happened.");
  out.sample("what", log::Level::debug, std::uint64_t{7});
  out.metric("b", MetricKind::gauge, "How it is.");
  out.sample(-2);
  CHECK(out.take() ==
        "# HELP a_total What happened.\n# TYPE a_total counter\na_total{what=\"debug\"} 7\n"
        "# HELP b How it is.\n# TYPE b gauge\nb -2\n");
}

TEST_CASE("what has a meaning in the format is escaped") {
  MetricsWriter out;
  out.metric("a", MetricKind::gauge, "one\\two \"three\"\nfour");
  out.sample("label", Text("one\\two \"three\"\nfour"), 1);
  const std::string text = out.take();
  CHECK(text == "# HELP a one\\\\two \"three\"\\nfour\n# TYPE a gauge\na{label=\"one\\\\two \\\"three\\\"\\nfour\"} 1\n");
  CHECK(ExpositionReader::read(text).error.empty());
}

TEST_CASE("no label can be a text that somebody typed") {
  static_assert(CanBeALabel<Text> && CanBeALabel<log::Level>);
  static_assert(!CanBeALabel<std::string> && !CanBeALabel<std::string_view> && !CanBeALabel<ConfigText> && !CanBeALabel<int>);
}

TEST_CASE("the reader of the tests refuses what is not the format") {
  const auto refused = [](std::string_view text) { return !ExpositionReader::read(text).error.empty(); };
  const std::string head = "# HELP a b\n# TYPE a gauge\n";
  CHECK_FALSE(refused(head + "a 1\n"));
  for (const char* bad : {"a 1", "a\n", "a  1\n", "a 1.5\n", "a 1 \n", "b 1\n", "a{} 1\n", "a{1=\"x\"} 1\n", "a{x=\"y} 1\n", "\n",
                          "a{x=\"\\y\"} 1\n", "a 1\na 2\n", "# TYPE a gauge\na 1\n", "# HELP a b\n# TYPE a gauge\n"})
    CHECK_MESSAGE(refused(head + bad), bad);
  CHECK(refused("a 1\n"));
  CHECK(refused("# TYPE a gauge\na 1\n"));
  CHECK(refused("# HELP a b\n# TYPE a counter\na 1\n"));
  CHECK(refused("# HELP a_total b\n# TYPE a_total counter\na_total -1\n"));
}

}  // namespace
}  // namespace darban
