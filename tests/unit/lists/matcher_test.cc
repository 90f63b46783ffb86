// SPDX-License-Identifier: Apache-2.0
// What a question gets; every combination of rules is left to tests/oracle.
#include "lists/matcher.h"

#include <doctest/doctest.h>

#include "lists/image_layout.h"
#include "tests/support/image_of.h"
#include "tests/support/literals.h"

namespace darban {
namespace {

using namespace literals;

constexpr CategoryId kGaming{3};
constexpr CategoryId kAds{200};

CategorySet asked(const Image& image, const Name& name) {
  SuffixHashes hashes;
  name.hash_suffixes(image.seed(), hashes);
  const Matcher matcher(image);
  matcher.prefetch(hashes);
  return matcher.categories_of(hashes);
}

std::shared_ptr<const Image> image_with(const std::vector<TestRule>& rules) {
  return image_of({{kGaming, "gaming"}, {kAds, "ads"}}, rules);
}

}  // namespace

TEST_CASE("a name under a blocked parent is blocked, a name that merely ends alike is not") {
  const auto image = image_with({{"games.example", kGaming}});
  CHECK(asked(*image, "games.example"_name).has(kGaming));
  CHECK(asked(*image, "play.games.example"_name).has(kGaming));
  CHECK_FALSE(asked(*image, "boardgames.example"_name).has(kGaming));
  CHECK_FALSE(asked(*image, "example"_name).has(kGaming));
}

TEST_CASE("an exact entry is about the name itself, a below entry about everything below it") {
  const auto image = image_with({{"exact.example", kGaming, Scope::exact}, {"below.example", kAds, Scope::below}});
  CHECK(asked(*image, "exact.example"_name).has(kGaming));
  CHECK(asked(*image, "www.exact.example"_name).empty());
  CHECK(asked(*image, "below.example"_name).empty());
  CHECK(asked(*image, "a.b.below.example"_name).has(kAds));
}

TEST_CASE("a blocked top-level domain blocks everything below, and an allow inside opens its part") {
  const auto image = image_with({{"zip", kGaming}, {"good.zip", kGaming, Scope::subtree, EntryKind::allow}});
  CHECK(asked(*image, "zip"_name).has(kGaming));
  CHECK(asked(*image, "a.b.c.zip"_name).has(kGaming));
  CHECK(asked(*image, "www.good.zip"_name).empty());
}

TEST_CASE("a name in two categories has both") {
  const auto image = image_with({{"a.example", kGaming}, {"a.example", kAds, Scope::exact}});
  CHECK(asked(*image, "a.example"_name).size() == 2);
  CHECK(asked(*image, "www.a.example"_name).size() == 1);
}

TEST_CASE("the root and single labels can be asked of every image") {
  const auto image = image_with({{"a.example", kGaming}});
  CHECK(asked(*image, Name()).empty());
  CHECK(asked(*image, "example"_name).empty());
  CHECK(asked(*Image::empty(), Name()).empty());
  CHECK(asked(*Image::empty(), "a.b.c.d.e"_name).empty());
}

TEST_CASE("a name of 127 labels is judged by its parents") {
  std::string text = "g.e";
  while (text.size() < 2 * Name::kMostLabels - 1) text = "x." + text;
  const auto image = image_with({{"g.e", kGaming}});
  const Name deepest = Name::from_text(text).value();
  CHECK(deepest.label_count() == Name::kMostLabels);
  CHECK(asked(*image, deepest).has(kGaming));
}

TEST_CASE("a hundred thousand names that are not listed are all open") {
  std::vector<std::string> texts;
  for (int i = 0; i < 2000; ++i) texts.push_back("listed" + std::to_string(i) + ".example");
  std::vector<TestRule> rules;
  for (const std::string& text : texts) rules.push_back({text, kGaming});
  const auto image = image_with(rules);
  int closed = 0;
  for (int i = 0; i < 100000; ++i) {
    const Name name = Name::from_text("www.open" + std::to_string(i) + ".example").value();
    closed += asked(*image, name).empty() ? 0 : 1;
  }
  CHECK(closed == 0);
}

TEST_CASE("the odds of a false positive are at most one in 10^12, whatever is asked") {
  // Two lines, all depths of an anchor, and the two or so slots of the top table that a short name meets; tags of 48 bits.
  const double compared = 2.0 * layout::kNamesPerLine * layout::kDepthsPerAnchor + 2 * layout::kLongestTopRun / 2;
  CHECK(compared / 281474976710656.0 <= 1e-12);
}

}  // namespace darban
