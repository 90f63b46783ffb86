// SPDX-License-Identifier: Apache-2.0
// What lists close of what people use, before they notice.
#include "update/blast_radius.h"

#include <doctest/doctest.h>

#include "tests/support/image_of.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

constexpr CategoryId kGames{7};
constexpr CategoryId kAdult{1};
const std::vector<TestCategory> kTable{{kAdult, "adult"}, {kGames, "gaming"}};

// Two profiles: a child, for whom all is closed, and one for whom games are closed in school only.
ListSide side(const std::shared_ptr<const Image>& image) {
  const CategorySet games = CategorySet::of(kGames);
  const CategorySet adult = CategorySet::of(kAdult);
  return {image.get(), {{games | adult, games | adult}, {adult, games | adult}}, {}};
}

TopSites sites_of(std::string_view text) { return *TopSites::from_text(text, "top"); }

std::vector<MustOpenSite> must_open(std::vector<std::string> names) {
  std::vector<MustOpenSite> sites;
  for (std::string& name : names) sites.push_back({std::move(name), "why", "source", "file", {1, 1}});
  return sites;
}

TEST_CASE("what a change closes and opens is counted for each profile, up to each cut") {
  const auto before = image_of(kTable, {{"was.example", kGames}, {"both.example", kGames}});
  const auto after = image_of(kTable, {{"both.example", kGames}, {"now.example", kGames}, {"other.example", kGames}});
  const auto radius =
      blast_radius(side(before), side(after), sites_of("was.example\nboth.example\nnow.example\nfree.example\n"), {});
  REQUIRE(radius.tops.size() == 1);
  REQUIRE(radius.tops[0].size() == 2);
  const TopCount child = radius.tops[0][0];
  CHECK(child.sites == 4);
  CHECK(child.before == 2);
  CHECK(child.after == 2);
  CHECK(child.closes == 1);
  CHECK(child.opens == 1);
  CHECK(radius.tops[0][1].after == 0);
  REQUIRE(radius.moves.size() == 2);
  CHECK(radius.moves[0].rank == 1);
  CHECK(radius.moves[0].name == "was.example");
  CHECK(radius.moves[0].opens_for == std::vector<std::size_t>{0});
  CHECK(radius.moves[1].closes_for == std::vector<std::size_t>{0});
  CHECK(radius.moves[1].categories == std::vector<std::string>{"gaming"});
}

TEST_CASE("the cuts are 1,000 and 10,000 and 100,000, and the end of the file") {
  const auto image = image_of(kTable, {{"s999.example", kGames}, {"s1000.example", kGames}});
  std::string text;
  for (int i = 0; i < 1500; ++i) text += "s" + std::to_string(i) + ".example\n";
  const auto radius = blast_radius(side(image), side(image), sites_of(text), {});
  REQUIRE(radius.tops.size() == 2);
  CHECK(radius.tops[0][0].sites == 1000);
  CHECK(radius.tops[0][0].after == 1);
  CHECK(radius.tops[1][0].sites == 1500);
  CHECK(radius.tops[1][0].after == 2);
}

TEST_CASE("a site is closed when its www. is") {
  const auto before = image_of(kTable, {});
  const auto after = image_of(kTable, {{"www.site.example", kGames, Scope::exact}});
  CHECK(blast_radius(side(before), side(after), sites_of("site.example\n"), {}).moves.size() == 1);
}

TEST_CASE("the name of a site that a list calls adult stays unsaid, its rank does not") {
  const auto before = image_of(kTable, {{"site.example", kGames}});
  const auto after = image_of(kTable, {{"site.example", kAdult}});
  const auto radius = blast_radius(side(before), side(after), sites_of("site.example\n"), {});
  REQUIRE(radius.moves.size() == 1);
  CHECK(radius.moves[0].name == "");
  CHECK(radius.moves[0].rank == 1);
  CHECK(radius.moves[0].closes_for == std::vector<std::size_t>{1});
}

TEST_CASE("a site that must stay open may not be closed in school either, and is named") {
  const auto before = image_of(kTable, {});
  const auto after = image_of(kTable, {{"clinic.example", kAdult}, {"lessons.example", kGames}});
  const auto radius =
      blast_radius(side(before), side(after), {}, must_open({"clinic.example", "library.example", "lessons.example"}));
  CHECK(radius.tops.empty());
  REQUIRE(radius.must_open.size() == 2);
  CHECK(radius.must_open[0].site == 0);
  CHECK(radius.must_open[0].categories == std::vector<std::string>{"adult"});
  CHECK(radius.must_open[1].site == 2);
  CHECK(radius.must_open[1].profiles == std::vector<std::size_t>{0, 1});
  CHECK_FALSE(radius.must_open[1].before);
}

TEST_CASE("a site that must stay open and was closed is counted when the change opens it") {
  const auto before = image_of(kTable, {{"clinic.example", kAdult}, {"lessons.example", kGames}});
  const auto after = image_of(kTable, {{"lessons.example", kGames}});
  const auto radius = blast_radius(side(before), side(after), {}, must_open({"clinic.example", "lessons.example"}));
  CHECK(radius.must_open_opens == 1);
  REQUIRE(radius.must_open.size() == 1);
  CHECK(radius.must_open[0].before);
}

TEST_CASE("a name that stays open whatever lists say closes nothing") {
  const auto image = image_of(kTable, {{"push.example", kGames}});
  ListSide after = side(image);
  after.stays_open = [](const Name& name) { return name.is_at_or_under(*Name::from_text("push.example")); };
  CHECK(blast_radius(side(image_of(kTable, {})), after, {}, must_open({"push.example"})).must_open.empty());
}

TEST_CASE("categories are compared by what they close, not by their ids") {
  const auto before = image_of({{kGames, "gaming"}}, {{"site.example", kGames}});
  const auto after = image_of({{CategoryId{9}, "gaming"}}, {{"site.example", CategoryId{9}}});
  const CategorySet nine = CategorySet::of(CategoryId{9});
  const ListSide then{before.get(), {{CategorySet::of(kGames), {}}}, {}};
  const ListSide now{after.get(), {{nine, nine}}, {}};
  CHECK(blast_radius(then, now, sites_of("site.example\n"), {}).moves.empty());
}

TEST_CASE("the share of a category is counted in the top 1,000 and the top 10,000") {
  const auto image = image_of(kTable, {{"s3.example", kGames}, {"s3.example", kAdult}, {"s1200.example", kGames}});
  std::string text;
  for (int i = 1; i <= 1500; ++i) text += "s" + std::to_string(i) + ".example\n";
  const TopShares shares = top_shares(*image, sites_of(text));
  CHECK(shares.sites == std::vector<std::uint32_t>{1000, 1500});
  CHECK(shares.any == std::vector<std::uint32_t>{1, 2});
  REQUIRE(shares.categories.size() == 2);
  CHECK(shares.categories[0].closed == std::vector<std::uint32_t>{1, 1});
  CHECK(shares.categories[1].closed == std::vector<std::uint32_t>{1, 2});
}

TEST_CASE("a corpus is read from all its files, and a wrong line is named") {
  const TempFolder folder;
  CHECK_FALSE(load_must_open(folder.path()));
  folder.write("b.tsv", "# a comment\nb.example\tHelps\tits page\n");
  folder.write("a.tsv", "a.example\tHeals\tits page\r\n");
  const auto sites = load_must_open(folder.path());
  REQUIRE(sites);
  REQUIRE(sites->size() == 2);
  CHECK((*sites)[0].name == "a.example");
  CHECK((*sites)[0].source == "its page");
  CHECK((*sites)[1].place.line == 2);
  folder.write("c.tsv", "c.example\tonly two\n");
  const auto refused = load_must_open(folder.path());
  REQUIRE_FALSE(refused);
  CHECK(refused.error().place.line == 1);
  CHECK_FALSE(parse_must_open("Not A Name\twhy\tsource\n", "f"));
  CHECK_FALSE(parse_must_open("a.example\t\tsource\n", "f"));
}

}  // namespace
}  // namespace darban
