// SPDX-License-Identifier: Apache-2.0
// The file that everything is kept in: made, opened again, damaged, held by somebody else, without room.
#include "store/state_file.h"

#include <doctest/doctest.h>
#include <sys/stat.h>

#include "base/log.h"
#include "store/schema.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

constexpr WallTime kNow{Seconds(1795705500)};  // 2026-11-26 15:05:00 UTC

std::int64_t grants_in(Database& database) {
  auto statement = database.prepare("SELECT count(*) FROM grants");
  const auto row = statement.step();
  REQUIRE(row);
  return statement.number(0);
}

Result<void, StoreTrouble> add_row(Database& database) {
  return database.run(
      "INSERT INTO grants (who, name, what, given, begins, granted, boot, anchor, remaining) "
      "VALUES ('person', 'Ali', 'pause', 0, 0, 60, '', 0, 60000)");
}

StateFile opened(const std::string& path) {
  auto file = StateFile::open(path, kNow);
  REQUIRE(file);
  return std::move(*file);
}

// Its errors are looked at, not read.
struct Quiet {
  Quiet() { log::configure(log::Level::off, log::Sink::console); }
};

}  // namespace

TEST_CASE("the file is made in a folder that is made too, and only its owner may read it") {
  TempFolder folder;
  const std::string path = folder.file("darban/state.db");
  StateFile file = opened(path);
  REQUIRE(add_row(file.database()));
  for (const char* end : {"", "-wal", "-shm", ".lock"}) {
    struct stat state {};
    REQUIRE(::stat((path + end).c_str(), &state) == 0);
    CHECK((state.st_mode & 0777) == 0600);
  }
}

TEST_CASE("what was committed is there when the file is opened again") {
  TempFolder folder;
  {
    StateFile file = opened(folder.file("s"));
    REQUIRE(add_row(file.database()));
  }
  StateFile file = opened(folder.file("s"));
  CHECK(grants_in(file.database()) == 1);
  CHECK_FALSE(file.began_anew());
}

TEST_CASE("a transaction that is not committed leaves nothing") {
  TempFolder folder;
  StateFile file = opened(folder.file("s"));
  {
    Database::Transaction transaction(file.database());
    REQUIRE(transaction.begun());
    REQUIRE(add_row(file.database()));
    CHECK(grants_in(file.database()) == 1);
  }
  CHECK(grants_in(file.database()) == 0);
}

TEST_CASE("a second darban is told that the file is in use, and may have it afterwards") {
  TempFolder folder;
  {
    StateFile first = opened(folder.file("s"));
    const auto second = StateFile::open(folder.file("s"), kNow);
    REQUIRE_FALSE(second);
    CHECK(second.error() == StoreTrouble::in_use);
  }
  CHECK(StateFile::open(folder.file("s"), kNow));
}

TEST_CASE("whatever damage a file has, it is moved aside whole and a new one is begun") {
  const Quiet quiet;
  TempFolder folder;
  { StateFile good = opened(folder.file("good")); }
  const std::string good = folder.read("good");
  REQUIRE(good.size() > 2048);
  std::string torn = good;
  for (std::size_t i = 1100; i < good.size(); ++i) torn[i] = 'x';
  for (const std::string& octets :
       {std::string("this is no database, it is a letter of more than a hundred octets, so that a header fits into it "
                    "....................................................."),
        torn, good.substr(0, good.size() / 2), std::string(4096, '\0').replace(0, 15, "SQLite format 3")}) {
    TempFolder here;
    here.write("s", octets);
    StateFile file = opened(here.file("s"));
    CHECK(file.began_anew());
    CHECK(grants_in(file.database()) == 0);
    CHECK(here.read("s.damaged-20261126150500") == octets);
  }
}

TEST_CASE("two damaged files of one moment are both kept") {
  const Quiet quiet;
  TempFolder folder;
  for (const char* letter : {"a", "b"}) {
    folder.write("s", std::string(500, *letter));
    const StateFile file = opened(folder.file("s"));
  }
  CHECK(folder.read("s.damaged-20261126150500") == std::string(500, 'a'));
  CHECK(folder.read("s.damaged-20261126150501") == std::string(500, 'b'));
}

TEST_CASE("an empty file is a new one") {
  TempFolder folder;
  folder.write("s", "");
  StateFile file = opened(folder.file("s"));
  CHECK_FALSE(file.began_anew());
  CHECK(grants_in(file.database()) == 0);
}

TEST_CASE("a file of a later darban is left alone") {
  TempFolder folder;
  {
    StateFile file = opened(folder.file("s"));
    REQUIRE(file.database().run("PRAGMA user_version = 99"));
  }
  const auto file = StateFile::open(folder.file("s"), kNow);
  REQUIRE_FALSE(file);
  CHECK(file.error() == StoreTrouble::newer);
  CHECK(folder.files() == 2);  // it and its lock: nothing was moved aside
}

TEST_CASE("a folder that is missing, and a folder in the file's place, are troubles with names") {
  TempFolder folder;
  const auto missing = StateFile::open(folder.file("a/b/c"), kNow);
  REQUIRE_FALSE(missing);
  CHECK(missing.error() == StoreTrouble::no_folder);
  std::filesystem::create_directory(folder.file("d"));
  const auto taken = StateFile::open(folder.file("d"), kNow);
  REQUIRE_FALSE(taken);
  CHECK(taken.error() == StoreTrouble::not_a_file);
}

TEST_CASE("somebody may read along while it is open, and nothing is written by that") {
  TempFolder folder;
  StateFile file = opened(folder.file("s"));
  REQUIRE(add_row(file.database()));
  auto reader = Database::open_to_read(folder.file("s"), state_migrations().size());
  REQUIRE(reader);
  CHECK(grants_in(*reader) == 1);
  CHECK_FALSE(add_row(*reader));
  REQUIRE(add_row(file.database()));
  CHECK(grants_in(*reader) == 2);
  CHECK_FALSE(Database::open_to_read(folder.file("none"), 1));
}

TEST_CASE("a statement that can not be is a failure at its step and no crash") {
  TempFolder folder;
  StateFile file = opened(folder.file("s"));
  auto statement = file.database().prepare("SELECT nothing FROM nowhere WHERE id = ?1");
  CHECK_FALSE(statement.bind(1, std::int64_t{1}).step());
  auto good = file.database().prepare("SELECT id FROM grants WHERE id = ?1");
  CHECK_FALSE(good.bind(7, std::int64_t{1}).step());
}

TEST_CASE("a file that is taken away, or replaced, is noticed") {
  TempFolder folder;
  const StateFile file = opened(folder.file("s"));
  CHECK_FALSE(file.is_gone());
  std::filesystem::rename(folder.file("s"), folder.file("away"));
  CHECK(file.is_gone());
  folder.write("s", "another");
  CHECK(file.is_gone());
}
