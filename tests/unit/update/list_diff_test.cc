// SPDX-License-Identifier: Apache-2.0
// `darban lists diff`: what reviewers are told about a change.
#include "update/list_diff.h"

#include <doctest/doctest.h>

#include "tests/support/image_of.h"
#include "tests/unit/update/blocklists_folder.h"

namespace darban {
namespace {

std::string row(std::string_view name, std::string_view category, std::string_view reason = "Is so (one.example; two.example).") {
  return std::string(name) + "\t" + std::string(category) + "\t2026-11-01\t2028-11-01\t" + std::string(reason) + "\n";
}

ListDiff diff_between(const BlocklistsFolder& before, const BlocklistsFolder& after) {
  return diff_of(read_own_folder(before.path()), read_own_folder(after.path()));
}

std::string changes_of(const ListDiff& diff) {
  std::string text;
  for (const TableChange& change : diff.tables)
    text += std::string(text_of(change.area).view()) + " " + change.key + ": " + change.what + "\n";
  return text;
}

TEST_CASE("between two equal folders nothing changed") {
  const BlocklistsFolder before;
  const BlocklistsFolder after;
  const ListDiff diff = diff_between(before, after);
  CHECK(diff.empty());
  CHECK(headline_of(diff) == "nothing changed");
}

TEST_CASE("the headline counts by category and says why names left") {
  BlocklistsFolder before;
  BlocklistsFolder after;
  before.curated("adult", row("one.example.net", "adult") + row("two.example.net", "adult"));
  after.curated("adult", row("one.example.net", "adult") + "# removed two.example.net: clinic (report #412)\n");
  after.curated("gambling",
                row("bets.example.net", "gambling") + row("b.example.net", "gambling") + row("c.example.net", "gambling"));
  CHECK(headline_of(diff_between(before, after)) == "-1 adult: clinic (report #412), +2 gambling");
}

TEST_CASE("a change has its name, its reason and its place") {
  BlocklistsFolder before;
  BlocklistsFolder after;
  before.curated("gambling", row("gone.example.net", "gambling") + row("lost.example.net", "gambling"));
  after.curated("gambling", "# removed gone.example.net: closed down\n" +
                                row("new.example.net", "gambling", "Takes bets (new.example.net)."));
  const ListDiff diff = diff_between(before, after);
  REQUIRE(diff.categories.size() == 1);
  const CategoryDiff& gambling = diff.categories.front();
  CHECK(gambling.before == 2);
  CHECK(gambling.after == 1);
  REQUIRE(gambling.added.size() == 1);
  CHECK(gambling.added[0].name == "new.example.net");
  CHECK(gambling.added[0].why == "Takes bets (new.example.net).");
  CHECK(gambling.added[0].where == "curated/gambling.tsv:2");
  REQUIRE(gambling.removed.size() == 2);
  CHECK(gambling.removed[0].why == "closed down");
  CHECK(gambling.removed[0].where == "curated/gambling.tsv:1");
  CHECK(gambling.removed[1].why == "");
}

TEST_CASE("a name of an adult site is in no part of a change, not even in its reason") {
  BlocklistsFolder before;
  BlocklistsFolder after;
  before.curated("adult", row("secret.example.net", "adult"));
  after.curated("adult", row("hidden.example.net", "adult", "Shows sex (hidden.example.net).") +
                             "# removed secret.example.net: secret.example.net is a clinic\n");
  const ListDiff diff = diff_between(before, after);
  REQUIRE(diff.categories.size() == 1);
  CHECK(diff.categories[0].added[0].name == "");
  CHECK(diff.categories[0].added[0].why == "Shows sex (...).");
  CHECK(diff.categories[0].removed[0].name == "");
  CHECK(diff.categories[0].removed[0].why == "... is a clinic");
}

TEST_CASE("a comment in another file is not the reason") {
  BlocklistsFolder before;
  BlocklistsFolder after;
  before.curated("gambling", row("gone.example.net", "gambling"));
  after.curated("gambling", row("bets.example.net", "gambling"));
  after.curated("adult", row("sealed.example.net", "adult") + "# removed gone.example.net: not this one\n");
  CHECK(headline_of(diff_between(before, after)) == "+1 gambling, -1 gambling");
}

TEST_CASE("a service's hosts are shown: core ones as names that close, shared ones as a change") {
  BlocklistsFolder before;
  BlocklistsFolder after;
  after.service("chatter", 130, "social", "[chatter.example.net, img.example.net]", "[cdn.example.net]");
  after.service("photos", 131, "social", "[photos.example.net]", "[]");
  const ListDiff diff = diff_between(before, after);
  CHECK(headline_of(diff) == "+1 service:chatter, +1 service:photos, 2 other changes");
  CHECK(changes_of(diff) == "services chatter: new shared hosts: cdn.example.net\nservices photos: new, id 131, in social\n");
}

TEST_CASE("a source is shown when it comes, goes, or changes its licence or address") {
  BlocklistsFolder before;
  BlocklistsFolder after;
  before.source("first", "gambling", "MIT");
  before.source("second", "gambling", "MIT");
  after.source("first", "gambling", "GPL-3.0-only");
  after.source("third", "adult", "MIT", "    contains: [\"sha256:" + std::string(64, '0') + "\"]\n");
  after.replace("catalogue.yaml", "https://lists.example/a.txt", "https://lists.example/b.txt");
  CHECK(changes_of(diff_between(before, after)) ==
        "sources first: licence: MIT, now GPL-3.0-only\n"
        "sources first: addresses: https://lists.example/a.txt, now https://lists.example/b.txt\n"
        "sources second: removed: gambling, default, MIT, https://lists.example/a.txt\n"
        "sources third: new: adult, default, MIT, https://lists.example/a.txt\n");
}

TEST_CASE("a name that stays open no more is shown, and a band that closes more") {
  BlocklistsFolder before;
  BlocklistsFolder after;
  after.replace("never-block.yaml", "push.vital.net", "push2.vital.net");
  after.replace("categories.yaml", "bands: \"BBBB-BBBB-B\"", "bands: \"BBBBBBBBB-B\"");
  CHECK(changes_of(diff_between(before, after)) ==
        "categories adult: what the bands close: BBBB-BBBB-B, now BBBBBBBBB-B\n"
        "names that stay open push.vital.net: removed: push, exact, Carries alarms.\n"
        "names that stay open push2.vital.net: new: push, exact, Carries alarms.\n");
}

TEST_CASE("removals are read from comments of the one form, indented or not") {
  const auto removals = removals_in(
      "# removed a.example: why\nname # removed b.example: why\n  # removed c.example: x: y\n# removed d.example\n"
      "# removed two words: why\n# removed e.example:\n",
      "f");
  REQUIRE(removals.size() == 2);
  CHECK(removals[0].name == "a.example");
  CHECK(removals[1].name == "c.example");
  CHECK(removals[1].why == "x: y");
  CHECK(removals[1].place.line == 3);
  CHECK(removals[1].place.column == 3);
}

TEST_CASE("between images only numbers are compared, by category and by source") {
  constexpr CategoryId kGames{7};
  constexpr CategoryId kBets{8};
  const auto before = image_of({{kGames, "gaming"}}, {{"a.example", kGames}});
  const auto after =
      image_of({{kGames, "gaming"}, {kBets, "gambling"}}, {{"a.example", kGames}, {"b.example", kGames}, {"c.example", kBets}});
  const ImageDiff diff = diff_of(*before, *after);
  CHECK(diff.names_before == 1);
  CHECK(diff.names_after == 3);
  REQUIRE(diff.categories.size() == 2);
  CHECK(diff.categories[0].key == "gambling");
  CHECK(diff.categories[0].after == 1);
  CHECK(diff.categories[1].before == 1);
  CHECK(diff.categories[1].after == 2);
  CHECK(diff.sources.size() == 2);
}

}  // namespace
}  // namespace darban
