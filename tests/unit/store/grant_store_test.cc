// SPDX-License-Identifier: Apache-2.0
// Grants on the disk: what is written comes back as it was, together or not at all.
#include "store/grant_store.h"

#include <doctest/doctest.h>

#include "store/state_file.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

using namespace darban;
using namespace darban::literals;

namespace {

constexpr WallTime kEvening{Seconds(1795705500)};
const std::string kBoot = "5f2b1c9e00004aaa8bbb0123456789ab";
const Moment kNow{{MonoTime(Milliseconds(7000)), kEvening, true}, {kBoot, Seconds(1000)}};

GrantRow row_for(std::string name, GrantWhat what = GrantWhat::pause) {
  GrantRow row;
  Grant& grant = row.given.grant;
  grant.who = {GrantWho::Kind::person, std::move(name), {}};
  grant.what = what;
  grant.given = grant.from = kEvening;
  grant.until = kEvening + Seconds(1800);
  grant.ends = kNow.now.mono + Seconds(1800);
  grant.by = "Sara";
  grant.note = "dinner; \"it's\" ready";
  row.given.granted = row.given.counted = Seconds(1800);
  row.given.cap = GrantCap::pause;
  row.given.counted_from = kEvening;
  anchor(row, kNow);
  return row;
}

class Kept {
 public:
  Kept() { reopen(); }
  void reopen() {
    file_.reset();
    auto opened = StateFile::open(folder_.file("s"), kEvening);
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
  }
  GrantStore store() { return GrantStore(file_->database()); }
  Database& database() { return file_->database(); }
  std::int64_t give(GrantRow row) {
    std::array rows{std::move(row)};
    REQUIRE(store().give(rows, {}, WallTime{}));
    return rows[0].given.grant.id;
  }
  std::vector<GrantRow> open_ones() {
    const auto rows = store().open_ones();
    REQUIRE(rows);
    return *rows;
  }
  std::string path() const { return folder_.file("s"); }

 private:
  TempFolder folder_;
  std::optional<StateFile> file_;
};

GrantStore::Ending ending(std::int64_t id, Seconds at = Seconds(600)) {
  return {id, {kEvening + at, GrantEnd::revoked, "Omar", 0, at}};
}

}  // namespace

TEST_CASE("everything about a grant comes back, of every kind") {
  Kept kept;
  GrantRow site = row_for("Ali", GrantWhat::site);
  site.given.grant.key =
      "B\xc3\xbc"
      "cher.example";
  site.given.grant.site = "xn--bcher-kva.example"_name;
  site.given.grant.door = Grant::Door::close;
  site.given.grant.confirmed = true;
  GrantRow mode = row_for("Lab 2", GrantWhat::mode);
  mode.given.grant.who.kind = GrantWho::Kind::room;
  mode.given.grant.mode = Mode::school;
  GrantRow device = row_for("tablet", GrantWhat::open_all);
  device.given.grant.who = {GrantWho::Kind::device, "tablet", "Ali"};
  GrantRow everyone = row_for("");
  everyone.given.grant.who = {};
  GrantRow service = row_for("Ali", GrantWhat::service);
  service.given.grant.key = "service:roblox";
  service.given.wall_known = false;
  service.given.grant.until = kNever;
  std::vector<GrantRow> rows{site, mode, device, everyone, service};
  REQUIRE(kept.store().give(rows, {}, WallTime{}));
  kept.reopen();
  const auto back = kept.open_ones();
  REQUIRE(back.size() == 5);
  for (std::size_t i = 0; i < rows.size(); ++i) {
    const Grant& was = rows[i].given.grant;
    const Grant& is = back[i].given.grant;
    CHECK(is.id == static_cast<std::int64_t>(i + 1));
    CHECK(is.who == was.who);
    CHECK(is.what == was.what);
    CHECK(is.mode == was.mode);
    CHECK(is.door == was.door);
    CHECK(is.key == was.key);
    CHECK(is.site == was.site);
    CHECK(is.confirmed == was.confirmed);
    CHECK(is.given == was.given);
    CHECK(is.from == was.from);
    CHECK(is.until == was.until);
    CHECK(is.by == was.by);
    CHECK(is.note == was.note);
    CHECK(back[i].given.wall_known == rows[i].given.wall_known);
    CHECK(back[i].given.granted == rows[i].given.granted);
    CHECK(back[i].given.cap == rows[i].given.cap);
    CHECK(back[i].given.counted_from == rows[i].given.counted_from);
    CHECK(back[i].given.counted == rows[i].given.counted);
    CHECK(back[i].boot == kBoot);
    CHECK(back[i].anchor == rows[i].anchor);
    CHECK(back[i].remaining == rows[i].remaining);
  }
}

TEST_CASE("one that ended is not open any more, says who ended it, and ends once") {
  Kept kept;
  const auto first = kept.give(row_for("Ali"));
  const auto second = kept.give(row_for("Sara"));
  const std::array endings{ending(first)};
  REQUIRE(kept.store().end(endings));
  const std::array again{ending(first, Seconds(900))};
  REQUIRE(kept.store().end(again));
  REQUIRE(kept.open_ones().size() == 1);
  CHECK(kept.open_ones()[0].given.grant.id == second);
  const auto counted = kept.store().counted_since(kEvening, kBoot);
  REQUIRE(counted);
  REQUIRE(counted->size() == 1);
  CHECK((*counted)[0].ended->by == "Omar");
  CHECK((*counted)[0].ended->ran == Seconds(600));
  CHECK((*counted)[0].ended->how == GrantEnd::revoked);
}

TEST_CASE("what stands in the place of another knows it, and both names are kept") {
  Kept kept;
  const auto first = kept.give(row_for("Ali"));
  std::array rows{row_for("Ali")};
  rows[0].given.grant.by = "Omar";
  std::array replaced{GrantStore::Replacing{{first, {kEvening, GrantEnd::replaced, "Omar", 0, Seconds(60)}}, 0}};
  REQUIRE(kept.store().give(rows, replaced, WallTime{}));
  REQUIRE(kept.open_ones().size() == 1);
  CHECK(kept.open_ones()[0].given.grant.by == "Omar");
  const auto counted = kept.store().counted_since(kEvening, kBoot);
  REQUIRE(counted->size() == 1);
  CHECK((*counted)[0].grant.by == "Sara");
  CHECK((*counted)[0].ended->other == rows[0].given.grant.id);
}

TEST_CASE("two weeks after its end a grant is forgotten, with the next that is given") {
  Kept kept;
  const auto old = kept.give(row_for("Ali"));
  const std::array endings{ending(old)};
  REQUIRE(kept.store().end(endings));
  std::array rows{row_for("Sara")};
  REQUIRE(kept.store().give(rows, {}, kEvening + Seconds(600)));
  CHECK(kept.store().counted_since(WallTime{}, kBoot)->size() == 1);
  std::array more{row_for("Sara")};
  REQUIRE(kept.store().give(more, {}, kEvening + Seconds(601)));
  CHECK(kept.store().counted_since(WallTime{}, kBoot)->empty());
  CHECK(kept.open_ones().size() == 2);
}

TEST_CASE("a household's many grants are given together or not at all") {
  Kept kept;
  REQUIRE(
      kept.database().run("CREATE TRIGGER no_third BEFORE INSERT ON grants WHEN (SELECT count(*) FROM grants) = 2 "
                          "BEGIN SELECT RAISE(ABORT, 'enough'); END"));
  std::array rows{row_for("Ali"), row_for("Sara"), row_for("Omar")};
  CHECK_FALSE(kept.store().give(rows, {}, WallTime{}));
  CHECK(kept.open_ones().empty());
}

TEST_CASE("anchors that moved are kept") {
  Kept kept;
  kept.give(row_for("Ali"));
  GrantRow row = kept.open_ones()[0];
  wake(row, {{MonoTime{}, kEvening + Seconds(600), true}, {"00001111222233334444555566667777", Seconds(9)}});
  const std::array<const GrantRow*, 1> rows{&row};
  REQUIRE(kept.store().keep_anchors(rows));
  kept.reopen();
  CHECK(kept.open_ones()[0].boot == "00001111222233334444555566667777");
  CHECK(kept.open_ones()[0].anchor == Seconds(9));
  CHECK(kept.open_ones()[0].remaining == Seconds(1200));
}

TEST_CASE("what began and ended before the time was known counts for the day it was") {
  Kept kept;
  GrantRow row = row_for("Ali");
  row.given.wall_known = false;
  row.given.grant.given = row.given.grant.from = row.given.counted_from = WallTime(Seconds(77));
  const auto id = kept.give(row);
  const std::array endings{GrantStore::Ending{id, {WallTime(Seconds(377)), GrantEnd::time, "", 0, Seconds(300)}}};
  REQUIRE(kept.store().end(endings));
  CHECK(kept.store().counted_since(kEvening, kBoot)->size() == 1);
  CHECK(kept.store().counted_since(kEvening, "another")->empty());
  REQUIRE(kept.store().date_ended({{MonoTime{}, kEvening + Seconds(400), true}, {kBoot, Seconds(1400)}}));
  const auto counted = kept.store().counted_since(kEvening, "another");
  REQUIRE(counted->size() == 1);
  CHECK((*counted)[0].wall_known);
  CHECK((*counted)[0].counted_from == kEvening);
  CHECK((*counted)[0].ended->at == kEvening + Seconds(300));
}

TEST_CASE("whoever only reads gets what would be in force, and writes nothing") {
  Kept kept;
  kept.give(row_for("Ali"));
  GrantRow over = row_for("Sara");
  over.given.grant.until = kEvening + Seconds(60);
  kept.give(over);
  const auto grants = read_grants(kept.path(), {{MonoTime(Seconds(500)), kEvening + Seconds(600), true}, {kBoot, Seconds(1600)}});
  REQUIRE(grants);
  REQUIRE(grants->size() == 1);
  CHECK((*grants)[0].who.name == "Ali");
  CHECK((*grants)[0].ends == MonoTime(Seconds(500 + 1200)));
  CHECK(kept.open_ones().size() == 2);
  CHECK_FALSE(read_grants(kept.path() + "none", kNow));
}
