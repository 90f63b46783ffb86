// SPDX-License-Identifier: Apache-2.0
#include "lists/compiler.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <filesystem>
#include <string>

#include "lists/matcher.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

using namespace literals;

constexpr CategoryId kGaming{1};
constexpr CategoryId kAds{2};

// A list being written, with two categories ready.
class Lists {
 public:
  Lists() {
    REQUIRE(compiler_.add_category({.id = kGaming, .key = "gaming"}));
    REQUIRE(compiler_.add_category({.id = kAds, .key = "ads"}));
  }
  Lists& source(CategoryId category) {
    sink_ = &compiler_.begin_source({.path = "list.txt", .format = "domains", .category = category, .changed = 0});
    line_ = 0;
    return *this;
  }
  Lists& next_line() {
    ++line_;
    return *this;
  }
  Lists& say(const Name& name, EntryKind kind = EntryKind::block, Scope scope = Scope::subtree) {
    sink_->entry({name, scope, kind}, line_);
    return *this;
  }
  Lists& unsay(const Name& name, EntryKind kind = EntryKind::block, Scope scope = Scope::subtree) {
    sink_->cancel({name, scope, kind}, line_);
    return *this;
  }
  EntrySink& sink() { return *sink_; }
  ListCompiler& compiler() { return compiler_; }
  CompiledImage finish() {
    auto compiled = compiler_.finish();
    REQUIRE(compiled);
    return std::move(compiled).value();
  }

 private:
  ListCompiler compiler_;
  EntrySink* sink_ = nullptr;
  std::uint32_t line_ = 1;
};

CategorySet asked(const CompiledImage& compiled, const Name& name) {
  const auto image = Image::from_octets(compiled.octets);
  REQUIRE(image);
  SuffixHashes hashes;
  name.hash_suffixes((*image)->seed(), hashes);
  return Matcher(**image).categories_of(hashes);
}

Name numbered(int number) { return Name::from_text("name" + std::to_string(number) + ".example").value(); }

}  // namespace

TEST_CASE("the same entry three times is one name and two duplicates") {
  Lists lists;
  lists.source(kGaming).say("play.example"_name).say("play.example"_name).say("PLAY.example"_name);
  const CompiledImage compiled = lists.finish();
  const SourceReport& report = compiled.report.sources.at(0);
  CHECK(compiled.report.shape.names == 1);
  CHECK(report.entries == 3);
  CHECK(report.source.accepted == 1);
  CHECK(report.duplicates == 2);
  CHECK(report.ignored[static_cast<std::size_t>(Ignored::duplicate)] == 2);
}

TEST_CASE("an entry that an earlier source of the category has is known, and one of another category is not") {
  Lists lists;
  lists.source(kGaming).say("play.example"_name);
  lists.source(kGaming).say("play.example"_name);
  lists.source(kAds).say("play.example"_name);
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.sources[0].known == 0);
  CHECK(compiled.report.sources[1].known == 1);
  CHECK(compiled.report.sources[1].source.accepted == 1);
  CHECK(compiled.report.sources[2].known == 0);
  CHECK(compiled.report.shape.names == 1);
}

TEST_CASE("a name below a blocked parent is pruned") {
  Lists lists;
  lists.source(kGaming)
      .say("play.example"_name)
      .say("www.play.example"_name)
      .say("a.b.play.example"_name, EntryKind::block, Scope::exact);
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.shape.names == 1);
  CHECK(compiled.report.sources[0].pruned == 2);
}

TEST_CASE("a name of another category below a blocked parent is not pruned, and has both categories") {
  Lists lists;
  lists.source(kGaming).say("play.example"_name);
  lists.source(kAds).say("ads.play.example"_name);
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.shape.names == 2);
  CHECK(asked(compiled, "x.ads.play.example"_name).has(kAds));
  CHECK(asked(compiled, "x.ads.play.example"_name).has(kGaming));
  CHECK_FALSE(asked(compiled, "x.play.example"_name).has(kAds));
}

TEST_CASE("pruning does not drop a block below an allow below a block") {
  Lists lists;
  lists.source(kGaming).say("p.example"_name).say("x.y.p.example"_name).say("y.p.example"_name, EntryKind::allow);
  const CompiledImage open_wins = lists.finish();
  CHECK(asked(open_wins, "p.example"_name).has(kGaming));
  CHECK(asked(open_wins, "y.p.example"_name).empty());
  CHECK(asked(open_wins, "x.y.p.example"_name).empty());

  Lists again;
  again.source(kGaming).say("p.example"_name).say("x.y.p.example"_name);
  again.say("y.p.example"_name, EntryKind::allow, Scope::exact);
  const CompiledImage exact_allow = again.finish();
  CHECK(asked(exact_allow, "y.p.example"_name).empty());
  CHECK(asked(exact_allow, "x.y.p.example"_name).has(kGaming));
}

TEST_CASE("important block beats allow, and important allow beats important block") {
  Lists lists;
  lists.source(kGaming).say("a.example"_name, EntryKind::important_block).say("a.example"_name, EntryKind::allow);
  lists.say("b.example"_name, EntryKind::important_block).say("b.example"_name, EntryKind::important_allow);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "a.example"_name).has(kGaming));
  CHECK(asked(compiled, "b.example"_name).empty());
}

TEST_CASE("an allow acts inside its own category only") {
  Lists lists;
  lists.source(kGaming).say("a.example"_name).say("a.example"_name, EntryKind::allow);
  lists.source(kAds).say("a.example"_name);
  const CompiledImage compiled = lists.finish();
  CHECK_FALSE(asked(compiled, "a.example"_name).has(kGaming));
  CHECK(asked(compiled, "a.example"_name).has(kAds));
}

TEST_CASE("a hole opens its names in the block of its own line, and in no other block") {
  Lists lists;
  lists.source(kGaming).say("x.example"_name).say("a.x.example"_name, EntryKind::hole).say("b.x.example"_name, EntryKind::hole);
  lists.next_line().say("b.x.example"_name);
  lists.next_line().say("other.example"_name);
  lists.next_line().say("a.other.example"_name, EntryKind::hole);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "x.example"_name).has(kGaming));
  CHECK(asked(compiled, "c.x.example"_name).has(kGaming));
  CHECK(asked(compiled, "www.a.x.example"_name).empty());
  CHECK(asked(compiled, "b.x.example"_name).has(kGaming));
  CHECK(asked(compiled, "a.other.example"_name).has(kGaming));
}

TEST_CASE("a hole in a whole top-level domain opens its names") {
  Lists lists;
  lists.source(kGaming).say("zip"_name).say("good.zip"_name, EntryKind::hole);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "bad.zip"_name).has(kGaming));
  CHECK(asked(compiled, "zip"_name).has(kGaming));
  CHECK(asked(compiled, "www.good.zip"_name).empty());
}

TEST_CASE("more blocks with holes over one name than anyone writes are refused with their lines, not worked through") {
  Lists lists;
  lists.source(kGaming);
  for (std::size_t i = 0; i < kMostHoledBlocks + 3; ++i) {
    lists.next_line().say("x.example"_name).say("a.x.example"_name, EntryKind::hole);
  }
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.sources[0].refused == 3);
  CHECK(compiled.report.sources[0].complaints.at(0).code == Errc::too_large);
  CHECK(asked(compiled, "x.example"_name).has(kGaming));
  CHECK(asked(compiled, "a.x.example"_name).empty());
}

TEST_CASE("a cancel takes back the identical entry of its own source, before or after it") {
  Lists lists;
  lists.source(kGaming).unsay("a.example"_name);
  lists.next_line().say("a.example"_name);
  lists.next_line().say("b.example"_name);
  lists.next_line().unsay("b.example"_name, EntryKind::block, Scope::exact);
  lists.source(kAds).say("a.example"_name);
  const CompiledImage compiled = lists.finish();
  CHECK_FALSE(asked(compiled, "a.example"_name).has(kGaming));
  CHECK(asked(compiled, "a.example"_name).has(kAds));
  CHECK(asked(compiled, "b.example"_name).has(kGaming));
  CHECK(compiled.report.sources[0].cancelled == 1);
  CHECK(compiled.report.sources[0].source.accepted == 1);
}

TEST_CASE("a cancel in one source leaves the same entry of another source of the category alone") {
  Lists lists;
  lists.source(kGaming).say("a.example"_name).unsay("a.example"_name);
  lists.source(kGaming).say("a.example"_name);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "a.example"_name).has(kGaming));
  CHECK(compiled.report.sources[0].cancelled == 1);
  CHECK(compiled.report.sources[1].known == 0);
}

TEST_CASE("a dropped source leaves nothing behind") {
  Lists lists;
  lists.source(kGaming).say("keep.example"_name);
  lists.source(kGaming).say("drop.example"_name).say("zip"_name).say("a.zip"_name, EntryKind::hole);
  lists.compiler().drop_source();
  lists.source(kAds).say("later.example"_name);
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.sources.size() == 2);
  CHECK(compiled.report.shape.names == 2);
  CHECK(asked(compiled, "drop.example"_name).empty());
  CHECK(asked(compiled, "x.zip"_name).empty());
  CHECK(asked(compiled, "later.example"_name).has(kAds));
}

TEST_CASE("the root is too wide for any list") {
  Lists lists;
  lists.source(kGaming).say(Name());
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.shape.names == 0);
  CHECK(compiled.report.sources[0].ignored[static_cast<std::size_t>(Ignored::too_wide)] == 1);
}

TEST_CASE("refused lines are counted, and the first of each kind keep their numbers") {
  Lists lists;
  EntrySink& sink = lists.source(kGaming).sink();
  for (std::uint32_t line = 1; line <= 100; ++line) sink.refused(Errc::label_too_long, line);
  sink.refused(Errc::bad_idn, 101);
  sink.warned(102);
  const CompiledImage compiled = lists.finish();
  const SourceReport& report = compiled.report.sources[0];
  CHECK(report.refused == 101);
  CHECK(report.complaints.size() == ListCompiler::kComplaintsPerCode + 1);
  CHECK(report.complaints.back().line == 101);
  CHECK(report.warned_lines == std::vector<std::uint32_t>{102});
}

TEST_CASE("the same lists give the same octets") {
  const auto build = [] {
    Lists lists;
    lists.source(kGaming);
    for (int i = 0; i < 5000; ++i) lists.say(numbered(i));
    lists.source(kAds);
    for (int i = 2500; i < 6000; i += 7) lists.say(numbered(i));
    return lists.finish().octets;
  };
  CHECK(build() == build());
}

TEST_CASE("another name means another hash seed") {
  const auto seed_of = [](const Name& name) {
    Lists lists;
    lists.source(kGaming).say(name);
    const CompiledImage compiled = lists.finish();
    return Image::from_octets(compiled.octets).value()->seed().value;
  };
  CHECK(seed_of("a.example"_name) != seed_of("b.example"_name));
}

TEST_CASE("an image holds no readable name") {
  Lists lists;
  lists.source(kGaming).say("veryreadable.example"_name).say("www.veryreadable.example"_name, EntryKind::allow);
  const CompiledImage compiled = lists.finish();
  const std::string octets(compiled.octets.begin(), compiled.octets.end());
  CHECK(octets.find("veryreadable") == std::string::npos);
  CHECK(octets.find("example") == std::string::npos);
}

TEST_CASE("twenty thousand names cost at most eight octets each, everything included") {
  Lists lists;
  lists.source(kGaming);
  for (int i = 0; i < 20000; ++i) lists.say(numbered(i).with_suffix_replaced("example"_name, numbered(i)).value());
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.shape.names == 20000);
  CHECK(compiled.octets.size() <= 8 * 20000);
}

TEST_CASE("ten thousand names under one parent are found, and their parent stays open") {
  Lists lists;
  lists.source(kGaming);
  for (int i = 0; i < 10000; ++i) lists.say(Name::from_text("shop" + std::to_string(i) + ".hosting.example").value());
  const CompiledImage compiled = lists.finish();
  const auto image = Image::from_octets(compiled.octets);
  REQUIRE(image);
  const Matcher matcher(**image);
  SuffixHashes hashes;
  int found = 0;
  for (int i = 0; i < 10000; ++i) {
    Name::from_text("www.shop" + std::to_string(i) + ".hosting.example")->hash_suffixes((*image)->seed(), hashes);
    matcher.prefetch(hashes);
    if (matcher.categories_of(hashes).has(kGaming)) ++found;
  }
  CHECK(found == 10000);
  CHECK(asked(compiled, "hosting.example"_name).empty());
  CHECK(asked(compiled, "other.hosting.example"_name).empty());
  CHECK(compiled.report.shape.heavy_anchors == 1);
}

TEST_CASE("the deepest possible name is stored and found") {
  std::string text = "a";
  for (int i = 1; i < Name::kMostLabels; ++i) text += ".a";
  const Name deepest = Name::from_text(text).value();
  Lists lists;
  lists.source(kGaming).say(deepest, EntryKind::block, Scope::exact);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, deepest).has(kGaming));
  CHECK(asked(compiled, deepest.parent()).empty());
}

TEST_CASE("no lists at all make an image in which every name is open") {
  ListCompiler compiler;
  const auto compiled = compiler.finish();
  REQUIRE(compiled);
  CHECK(asked(*compiled, "any.example"_name).empty());
  CHECK(asked(*compiled, Name()).empty());
}

TEST_CASE("a category id is given out once, and needs a key of at most 255 octets") {
  ListCompiler compiler;
  CHECK(compiler.add_category({.id = kGaming, .key = "gaming"}));
  CHECK(compiler.add_category({.id = kGaming, .key = "again"}).error().code == Errc::out_of_range);
  CHECK(compiler.add_category({.id = kAds, .key = ""}).error().code == Errc::out_of_range);
  CHECK(compiler.add_category({.id = kAds, .key = std::string(256, 'k')}).error().code == Errc::out_of_range);
  CHECK(compiler.add_category({.id = kAds, .key = std::string(255, 'k')}));
}

TEST_CASE("a category keeps its risk and whether it counts for targets") {
  ListCompiler compiler;
  REQUIRE(compiler.add_category({.id = CategoryId{255}, .key = "malware", .risk = Risk::security, .judged_in_targets = true}));
  compiler.begin_source({.path = "a/b.txt", .format = "hosts,exact", .category = CategoryId{255}, .changed = 1700000000})
      .entry({"bad.example"_name, Scope::exact, EntryKind::block}, 1);
  const auto compiled = compiler.finish(1800000000);
  REQUIRE(compiled);
  const auto image = Image::from_octets(compiled->octets).value();
  REQUIRE(image->categories().size() == 1);
  CHECK(image->categories()[0].id == CategoryId{255});
  CHECK(image->categories()[0].risk == Risk::security);
  CHECK(image->categories()[0].judged_in_targets);
  CHECK(image->built() == 1800000000);
  REQUIRE(image->sources().size() == 1);
  CHECK(image->sources()[0].path == "a/b.txt");
  CHECK(image->sources()[0].format == "hosts,exact");
  CHECK(image->sources()[0].accepted == 1);
  CHECK(image->sources()[0].changed == 1700000000);
}

TEST_CASE("a list that does not fit into memory gives the same octets as one that does") {
  const TempFolder folder;
  const auto compile = [&](std::size_t memory) {
    ListCompiler compiler(CompileBounds{memory, folder.path()});
    REQUIRE(compiler.add_category({.id = kGaming, .key = "gaming"}));
    REQUIRE(compiler.add_category({.id = kAds, .key = "ads"}));
    for (const CategoryId category : {kGaming, kAds, kGaming}) {
      EntrySink& sink = compiler.begin_source({.path = "list.txt", .format = "domains", .category = category, .changed = 0});
      for (std::uint32_t line = 1; line <= 60'000; ++line) {
        const std::uint32_t number = line * 7919 % 80'021;
        const std::string name = "n" + std::to_string(number % 13) + ".site" + std::to_string(number) + ".example";
        sink.entry({Name::from_text(name).value(), Scope::subtree, line % 50 == 0 ? EntryKind::hole : EntryKind::block},
                   line / 3);
      }
    }
    auto compiled = compiler.finish();
    REQUIRE(compiled);
    return std::move(compiled).value();
  };
  const CompiledImage large = compile(std::size_t{1} << 30);
  const CompiledImage small = compile(1);
  CHECK(large.octets == small.octets);
  CHECK(small.report.sources[2].duplicates == large.report.sources[2].duplicates);
  CHECK(small.report.sources[2].known == large.report.sources[2].known);
  CHECK(std::filesystem::is_empty(folder.path()));
}

TEST_CASE("an image of several segments answers for every name") {
  ListCompiler compiler;
  REQUIRE(compiler.add_category({.id = kGaming, .key = "gaming"}));
  EntrySink& sink = compiler.begin_source({.path = "list.txt", .format = "domains", .category = kGaming, .changed = 0});
  const auto name = [](int number) {
    return Name::from_text("a" + std::to_string(number) + ".b" + std::to_string(number % 9000) + ".example").value();
  };
  for (int i = 0; i < 200'000; ++i) sink.entry({name(i), Scope::subtree, EntryKind::block}, static_cast<std::uint32_t>(i + 1));
  const CompiledImage compiled = compiler.finish().value();
  REQUIRE(compiled.report.shape.segments == 3);
  const auto image = Image::from_octets(compiled.octets).value();
  const Matcher matcher(*image);
  int wrong = 0;
  for (int i = 0; i < 400'000; ++i) {
    SuffixHashes hashes;
    name(i).hash_suffixes(image->seed(), hashes);
    if (matcher.categories_of(hashes).has(kGaming) != (i < 200'000)) ++wrong;
  }
  CHECK(wrong == 0);
}

TEST_CASE("no list closes a sheltered name, and the report says which one wanted to") {
  Lists lists;
  lists.source(kGaming).say("apple.example"_name).next_line().say("push.apple.example"_name);
  lists.source(kAds).say("x.push.apple.example"_name).next_line().say("other.example"_name);
  lists.compiler().shelter("push.apple.example"_name, Scope::subtree, 7);
  lists.compiler().shelter("quiet.example"_name, Scope::subtree, 8);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "push.apple.example"_name).empty());
  CHECK(asked(compiled, "y.push.apple.example"_name).empty());
  CHECK(asked(compiled, "x.push.apple.example"_name).empty());
  CHECK(asked(compiled, "www.apple.example"_name).has(kGaming));
  CHECK(asked(compiled, "apple.example"_name).has(kGaming));
  CHECK(compiled.report.hits == std::vector<Hit>{{7, 0, 2, true}, {7, 0, 3, true}, {7, 1, 4, true}});
}

TEST_CASE("a sheltered host is open in the middle of a closed site, and so is nothing else") {
  Lists lists;
  lists.source(kGaming).say("example"_name, EntryKind::block, Scope::below);
  lists.source(kAds).say("a.site.example"_name, EntryKind::important_block);
  lists.compiler().shelter("site.example"_name, Scope::exact, 1);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "site.example"_name).empty());
  CHECK(asked(compiled, "a.site.example"_name).has(kAds));
  CHECK(asked(compiled, "a.site.example"_name).has(kGaming));
  CHECK(compiled.report.hits == std::vector<Hit>{{1, 0, 1, true}});
}

TEST_CASE("a rule on a sheltered host closes nothing below it, but a host below may be closed by its own name") {
  Lists lists;
  lists.source(kAds).say("cdn.example"_name).next_line().say("ads.cdn.example"_name);
  lists.compiler().shelter("cdn.example"_name, Scope::exact, 1);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "cdn.example"_name).empty());
  CHECK(asked(compiled, "films.cdn.example"_name).empty());
  CHECK(asked(compiled, "x.ads.cdn.example"_name).has(kAds));
  CHECK(compiled.report.hits == std::vector<Hit>{{1, 0, 2, true}});
}

TEST_CASE("of a watched name the report says who closes it, with how long a rule, and watching changes nothing") {
  Lists lists;
  lists.source(kGaming).say("site.example"_name);
  lists.source(kAds).say("www.site.example"_name);
  lists.source(kAds).say("www.site.example"_name, EntryKind::allow);
  lists.source(kGaming).say("www.site.example"_name, EntryKind::block, Scope::exact);
  lists.compiler().watch("www.site.example"_name, 3);
  lists.compiler().watch("open.example"_name, 4);
  const CompiledImage compiled = lists.finish();
  CHECK(compiled.report.hits == std::vector<Hit>{{3, 0, 2, false}, {3, 3, 3, false}});
  CHECK(compiled.report.shape.names == 1);
}

TEST_CASE("a dropped source leaves no trace, and those behind it keep their hits") {
  Lists lists;
  lists.source(kGaming).say("first.example"_name);
  lists.compiler().drop_source();
  lists.source(kAds).say("second.example"_name);
  lists.compiler().watch("second.example"_name, 1);
  const CompiledImage compiled = lists.finish();
  CHECK(asked(compiled, "first.example"_name).empty());
  REQUIRE(compiled.report.sources.size() == 1);
  CHECK(compiled.report.hits == std::vector<Hit>{{1, 0, 2, false}});
}

TEST_CASE("when there is no room for what does not fit into memory, that is said") {
  ListCompiler compiler(CompileBounds{1, "no/such/folder"});
  REQUIRE(compiler.add_category({.id = kGaming, .key = "gaming"}));
  EntrySink& sink = compiler.begin_source({.path = "list.txt", .format = "domains", .category = kGaming, .changed = 0});
  for (int i = 0; i < 100'000; ++i)
    sink.entry({numbered(i), Scope::subtree, EntryKind::block}, static_cast<std::uint32_t>(i + 1));
  const auto compiled = compiler.finish();
  REQUIRE_FALSE(compiled);
  CHECK(compiled.error().code == Errc::not_found);
}

}  // namespace darban
