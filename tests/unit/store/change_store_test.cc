// SPDX-License-Identifier: Apache-2.0
// What adults changed: kept, readable by whom it concerns, and a hole in it is seen.
#include "store/change_store.h"

#include <doctest/doctest.h>

#include <optional>

#include "store/schema.h"
#include "store/state_file.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

constexpr WallTime kEvening{Seconds(1795705500)};

class Kept {
 public:
  Kept() {
    auto opened = StateFile::open(folder_.file("s"), kEvening);
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
  }
  ChangeStore store() { return ChangeStore(file_->database()); }
  Database& database() { return file_->database(); }
  std::vector<Change> all() {
    const auto changes = store().all();
    REQUIRE(changes);
    return *changes;
  }
  bool is_whole() {
    const auto whole = store().verify();
    REQUIRE(whole);
    return *whole;
  }

 private:
  TempFolder folder_;
  std::optional<StateFile> file_;
};

Change change(std::string concerns, std::string became, Seconds after = Seconds(0)) {
  return {kEvening + after, "Sara", std::move(concerns), "bedtime", "21:00", std::move(became)};
}

}  // namespace

TEST_CASE("a change comes back as it was, the newest first") {
  Kept kept;
  REQUIRE(kept.store().add(change("Ali", "20:30")));
  REQUIRE(kept.store().add(change("", "it's \"late\"", Seconds(60))));
  const auto changes = kept.all();
  REQUIRE(changes.size() == 2);
  CHECK(changes[0] == change("", "it's \"late\"", Seconds(60)));
  CHECK(changes[1] == change("Ali", "20:30"));
}

TEST_CASE("a child reads what concerns them and everybody, and not what concerns a sister") {
  Kept kept;
  for (const char* whom : {"Ali", "Zara", ""}) REQUIRE(kept.store().add(change(whom, "20:30")));
  const auto changes = kept.store().concerning("Ali");
  REQUIRE(changes);
  REQUIRE(changes->size() == 2);
  for (const Change& each : *changes) CHECK(each.concerns != "Zara");
}

TEST_CASE("a row that was altered or taken out is noticed") {
  for (const char* sql : {"UPDATE changes SET became = '23:00' WHERE id = 2", "UPDATE changes SET at = at - 60 WHERE id = 3",
                          "UPDATE changes SET actor = 'Ali' WHERE id = 4", "DELETE FROM changes WHERE id = 3",
                          "UPDATE changes SET was = '', became = '21:0020:30' WHERE id = 2"}) {
    Kept kept;
    for (int n = 0; n < 5; ++n) REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(n))));
    REQUIRE(kept.is_whole());
    REQUIRE(kept.database().run(sql));
    CHECK_FALSE(kept.is_whole());
  }
}

TEST_CASE("rows taken out at the head, in the middle or at the tail are missed, and so they are after the next change") {
  for (const char* sql : {"DELETE FROM changes WHERE id = 1", "DELETE FROM changes WHERE id <= 3", "DELETE FROM changes WHERE id = 3",
                          "DELETE FROM changes WHERE id = 5", "DELETE FROM changes WHERE id >= 3", "DELETE FROM changes",
                          "DELETE FROM change_ends", "DELETE FROM change_ends; DELETE FROM changes WHERE id <= 2",
                          "DELETE FROM changes WHERE id = 1; UPDATE change_ends SET first = 2",
                          "DELETE FROM changes WHERE id = 5; UPDATE change_ends SET last = 4",
                          "DELETE FROM changes WHERE id = 1; UPDATE changes SET id = id - 1; UPDATE change_ends SET last = 4"}) {
    CAPTURE(sql);
    Kept kept;
    for (int n = 0; n < 5; ++n) REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(n))));
    REQUIRE(kept.is_whole());
    REQUIRE(kept.database().run(sql));
    CHECK_FALSE(kept.is_whole());
    REQUIRE(kept.store().add(change("Ali", "21:30", Seconds(60))));
    CHECK_FALSE(kept.is_whole());
  }
}

TEST_CASE("a row put in by hand is noticed, wherever it stands") {
  for (const char* number : {"0", "6"}) {
    CAPTURE(number);
    Kept kept;
    for (int n = 0; n < 5; ++n) REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(n))));
    const std::string copy = std::string("INSERT INTO changes SELECT ") + number +
                             ", at, actor, concerns, setting, was, became, link FROM changes WHERE id = 1";
    REQUIRE(kept.database().run(copy.c_str()));
    CHECK_FALSE(kept.is_whole());
  }
}

TEST_CASE("what is forgotten honestly leaves no gap; what is taken out beside it does") {
  Kept kept;
  for (int n = 0; n < 6; ++n) REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(n * 86400))));
  REQUIRE(kept.store().add(change("Ali", "21:00", ChangeStore::kKept + Seconds(2 * 86400))));
  REQUIRE(kept.all().size() == 5);
  CHECK(kept.is_whole());
  REQUIRE(kept.database().run("DELETE FROM changes WHERE id = 3"));  // the oldest now
  CHECK_FALSE(kept.is_whole());
}

TEST_CASE("a gap is as old as its place: when that is forgotten, what came after it is whole") {
  Kept kept;
  for (int n = 0; n < 4; ++n) REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(n * 86400))));
  REQUIRE(kept.database().run("DELETE FROM changes WHERE id = 2"));
  REQUIRE(kept.store().add(change("Ali", "21:00", ChangeStore::kKept)));
  CHECK_FALSE(kept.is_whole());
  REQUIRE(kept.store().add(change("Ali", "21:30", ChangeStore::kKept + Seconds(3 * 86400))));
  CHECK(kept.is_whole());
}

TEST_CASE("a log of the version before it had ends gets them, and is missed when something of it is taken") {
  for (const bool forgot : {false, true}) {
    CAPTURE(forgot);
    TempFolder folder;
    {
      Kept kept;
      const std::string path = folder.file("s");
      auto old = Database::open(path, state_migrations().first(6));
      REQUIRE(old);
      for (int n = 0; n < 4; ++n) REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(n))));
      auto rows = kept.database().prepare("SELECT id, at, actor, concerns, setting, was, became, link FROM changes ORDER BY id");
      while (*rows.step()) {
        auto copy = old->prepare("INSERT INTO changes VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8)");
        copy.bind(1, rows.number(0)).bind(2, rows.number(1));
        for (int place = 2; place < 8; ++place) copy.bind(place + 1, rows.text(place));
        REQUIRE(copy.run());
      }
      if (forgot) REQUIRE(old->run("DELETE FROM changes WHERE id = 1"));
    }
    auto file = StateFile::open(folder.file("s"), kEvening);
    REQUIRE(file);
    ChangeStore store(file->database());
    CHECK(*store.verify());
    REQUIRE(store.add(change("Ali", "21:30", Seconds(60))));
    CHECK(*store.verify());
    REQUIRE(file->database().run("DELETE FROM changes WHERE id = 2"));
    CHECK_FALSE(*store.verify());
  }
}

TEST_CASE("thirteen months later a change is forgotten, and the rest is whole") {
  Kept kept;
  REQUIRE(kept.store().add(change("Ali", "20:00")));
  REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(86400))));
  REQUIRE(kept.store().add(change("Ali", "20:45", ChangeStore::kKept)));
  CHECK(kept.all().size() == 3);
  REQUIRE(kept.store().add(change("Ali", "21:00", ChangeStore::kKept + Seconds(1))));
  CHECK(kept.all().size() == 3);
  CHECK(kept.is_whole());
}

TEST_CASE("changes whose times do not ascend, because a clock went back, are whole") {
  Kept kept;
  REQUIRE(kept.store().add(change("Ali", "20:00")));
  REQUIRE(kept.store().add(change("Ali", "20:30", Seconds(86400 * 30))));
  REQUIRE(kept.store().add(change("Ali", "20:15", Seconds(60))));  // the clock went back
  CHECK(kept.all().size() == 3);
  CHECK(kept.is_whole());
}

TEST_CASE("an empty log is whole") {
  Kept kept;
  CHECK(kept.is_whole());
  CHECK(kept.all().empty());
}

TEST_CASE("several changes are one: all of them are there, or none") {
  Kept kept;
  const std::vector<Change> two{change("Ali", "20:30"), change("Zara", "22:00")};
  REQUIRE(kept.store().add(two));
  CHECK(kept.all().size() == 2);
  {
    Database::Transaction outer(kept.database());
    REQUIRE(outer.begun());
    REQUIRE(kept.store().add(change("Ali", "19:00")));
  }  // rolled back by who began it
  CHECK(kept.all().size() == 2);
  CHECK(kept.is_whole());
}

TEST_CASE("the household that was seen is kept with its changes") {
  Kept kept;
  CHECK_FALSE(kept.store().household_seen()->has_value());
  REQUIRE(kept.store().see_household("zone: UTC\n", {}));
  const std::vector<Change> one{change("Ali", "20:30")};
  REQUIRE(kept.store().see_household("zone: Asia/Karachi\n", one));
  CHECK(kept.store().household_seen()->value() == "zone: Asia/Karachi\n");
  CHECK(kept.all().size() == 1);
}
