// SPDX-License-Identifier: Apache-2.0
// What of state.db travels, and what a machine keeps when a backup comes home.
#include "store/travelling_state.h"

#include <doctest/doctest.h>

#include <filesystem>
#include <optional>

#include "store/change_store.h"
#include "store/schema.h"
#include "store/state_file.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

constexpr WallTime kEvening{Seconds(1795705500)};

// A row in every table; `mark` tells whose.
constexpr const char* kRows[] = {
    "INSERT INTO grants (id, who, name, what, given, begins, granted, boot, anchor, remaining) VALUES (?2, 'person', ?1, "
    "'pause', 0, 0, "
    "9, 'b', 0, 9)",
    "INSERT INTO household_days VALUES (?2, 'opened', 5)",
    "INSERT INTO moments VALUES ('person', ?1, ?2, 'age', 7, 0)",
    "INSERT INTO moment_weeks VALUES ('person', ?1, ?2, 'age', 7, 0)",
    "INSERT INTO health_days VALUES (?2, ?1, 3)",
    "INSERT INTO count_choices VALUES (?1, ?2 > 0, 1)",
    "INSERT INTO accounts (id, name, name_key, role, password) VALUES (?2, ?1, ?1, 'owner', 'hash')",
    "INSERT INTO backup_codes VALUES (?2, ?1)",
    "INSERT INTO account_rooms VALUES (?2, ?1)",
    "INSERT INTO sessions (id, hash, account) VALUES (?2, ?1, ?2)",
    "INSERT INTO api_tokens (id, hash, label, scopes, ends) VALUES (?2, ?1, ?1, 'admin', 9)",
    "INSERT INTO requests (id, person, whom, what, sealed, asked) VALUES (?2, ?1, '', 'site', 'c2VhbGVk', 1)",
};

class Machine {
 public:
  Machine(std::string_view mark, std::int64_t number) : path_(folder_.file("state.db")) {
    auto opened = StateFile::open(path_, kEvening);
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
    for (const char* sql : kRows) {
      const auto done = database().prepare(sql).bind(1, mark).bind(2, number).run();
      REQUIRE_MESSAGE(done.has_value(), sql);
    }
  }
  Database& database() { return file_->database(); }
  ChangeStore changes() { return ChangeStore(database()); }
  void change(const std::string& became) {
    REQUIRE(changes().add({kEvening, "Omar", "", "close", "", became}));
    REQUIRE(changes().see_household("text " + became, {}));
  }
  const std::string& path() const { return path_; }
  std::string file(std::string_view name) const { return folder_.file(name); }
  void close() { file_.reset(); }

 private:
  TempFolder folder_;
  std::string path_;
  std::optional<StateFile> file_;
};

// The first column of all rows, in order, as one text.
std::string column(const std::string& path, const char* sql) {
  auto database = Database::open_to_read(path, state_migrations().size());
  REQUIRE(database);
  auto statement = database->prepare(sql);
  std::string all;
  for (;;) {
    const auto more = statement.step();
    REQUIRE(more);
    if (!*more) return all;
    all += (all.empty() ? "" : " ") + statement.text(0);
  }
}

std::string packed_of(Machine& machine) {
  const std::string to = machine.file("packed");
  const auto done = pack_state(machine.path(), to);
  REQUIRE(done.has_value());
  return to;
}

bool holds(const std::string& path, std::string_view octets) {
  std::ifstream in(path, std::ios::binary);
  const std::string content{std::istreambuf_iterator<char>(in), {}};
  return content.find(octets) != std::string::npos;
}

}  // namespace

TEST_CASE("somebody decided about every table of state.db whether it travels") {
  Machine machine("mark", 1);
  auto tables = machine.database().prepare("SELECT name FROM sqlite_schema WHERE type = 'table'");
  int count = 0;
  while (*tables.step()) {
    CHECK_MESSAGE(is_known_to_backups(tables.text(0)), tables.text(0));
    ++count;
  }
  CHECK(count == 16);
}

TEST_CASE("accounts and the household's sums travel; grants, people's numbers, requests, sessions and tokens do not") {
  Machine machine("mark", 1);
  machine.change("one");
  const std::string packed = packed_of(machine);  // while it is open
  CHECK_FALSE(std::filesystem::exists(packed + "-wal"));
  for (const char* gone : {"grants", "moments", "moment_weeks", "sessions", "api_tokens", "requests"})
    CHECK_MESSAGE(column(packed, (std::string("SELECT count(*) FROM ") + gone).c_str()) == "0", gone);
  for (const char* there :
       {"household_days", "health_days", "count_choices", "changes", "household_seen", "accounts", "backup_codes", "account_rooms"})
    CHECK_MESSAGE(column(packed, (std::string("SELECT count(*) FROM ") + there).c_str()) == "1", there);
  CHECK_FALSE(holds(packed, "c2VhbGVk"));
}

TEST_CASE("on an empty machine everything that travelled is there") {
  Machine machine("mark", 1);
  machine.change("one");
  const std::string home = machine.file("home");
  REQUIRE(unpack_state(packed_of(machine), {}, home).has_value());
  CHECK(column(home, "SELECT name FROM accounts") == "mark");
  CHECK(column(home, "SELECT hash FROM backup_codes") == "mark");
  CHECK(column(home, "SELECT room FROM account_rooms") == "mark");
  CHECK(column(home, "SELECT became FROM changes") == "one");
  CHECK(column(home, "SELECT text FROM household_seen") == "text one");
}

TEST_CASE("what did not travel stays as it is on the machine, and its sessions end") {
  Machine from("from", 1);
  Machine to("to", 2);
  const std::string packed = packed_of(from);
  to.close();
  const std::string home = to.file("home");
  REQUIRE(unpack_state(packed, to.path(), home).has_value());
  for (const char* sql : {"SELECT name FROM grants", "SELECT holder FROM moments", "SELECT holder FROM moment_weeks",
                          "SELECT hash FROM api_tokens", "SELECT person FROM requests"})
    CHECK_MESSAGE(column(home, sql) == "to", sql);
  CHECK(column(home, "SELECT name FROM accounts") == "from");
  CHECK(column(home, "SELECT hash FROM backup_codes") == "from");
  CHECK(column(home, "SELECT count(*) FROM sessions") == "0");
  CHECK(column(home, "SELECT day FROM household_days ORDER BY day") == "1 2");
  CHECK(column(home, "SELECT person FROM count_choices ORDER BY person") == "from to");
}

TEST_CASE("what a young person said here since stands before what the backup says") {
  Machine machine("Ali", 1);
  const std::string packed = packed_of(machine);
  REQUIRE(machine.database().run("UPDATE count_choices SET keep = 0, share = 0"));
  machine.close();
  const std::string home = machine.file("home");
  REQUIRE(unpack_state(packed, machine.path(), home).has_value());
  CHECK(column(home, "SELECT keep + share FROM count_choices") == "0");
}

TEST_CASE("what adults changed since the backup is not forgotten by restoring it") {
  Machine machine("mark", 1);
  machine.change("one");
  const std::string packed = packed_of(machine);
  machine.change("two");
  machine.close();
  const std::string home = machine.file("home");
  REQUIRE(unpack_state(packed, machine.path(), home).has_value());
  CHECK(column(home, "SELECT became FROM changes ORDER BY id") == "one two");
  CHECK(column(home, "SELECT text FROM household_seen") == "text two");
  auto opened = StateFile::open(home, kEvening);
  REQUIRE(opened);
  CHECK(*ChangeStore(opened->database()).verify());
}

TEST_CASE("a machine with a history of its own takes the backup's") {
  Machine from("from", 1);
  from.change("there");
  Machine to("to", 2);
  to.change("here");
  const std::string packed = packed_of(from);
  to.close();
  const std::string home = to.file("home");
  REQUIRE(unpack_state(packed, to.path(), home).has_value());
  CHECK(column(home, "SELECT became FROM changes") == "there");
  auto opened = StateFile::open(home, kEvening);
  REQUIRE(opened);
  CHECK(*ChangeStore(opened->database()).verify());
}

TEST_CASE("a file that is no database, and one of a later darban, are refused and leave nothing") {
  Machine machine("mark", 1);
  const std::string home = machine.file("home");
  const std::string bad = machine.file("bad");
  std::ofstream(bad) << std::string(4096, 'x');
  const auto refused = unpack_state(bad, {}, home);
  REQUIRE_FALSE(refused.has_value());
  CHECK(refused.error().file == Which::packed);
  CHECK(refused.error().trouble == StoreTrouble::damaged);
  CHECK_FALSE(std::filesystem::exists(home));

  const std::string later = packed_of(machine);
  {
    auto database = Database::open(later, state_migrations());
    REQUIRE(database);
    REQUIRE(database->run("PRAGMA user_version = 99"));
  }
  const auto newer = unpack_state(later, {}, home);
  REQUIRE_FALSE(newer.has_value());
  CHECK(newer.error().trouble == StoreTrouble::newer);
  CHECK_FALSE(std::filesystem::exists(home));
}

TEST_CASE("a database whose tables are others than ours is refused, whatever it calls them") {
  Machine machine("mark", 1);
  const std::string strange = packed_of(machine);
  {
    auto database = Database::open(strange, state_migrations());
    REQUIRE(database);
    REQUIRE(database->run("DROP TABLE health_days; CREATE TABLE health_days (day INTEGER)"));
  }
  CHECK_FALSE(unpack_state(strange, {}, machine.file("home")).has_value());
  CHECK_FALSE(std::filesystem::exists(machine.file("home")));
}

TEST_CASE("without a state.db there is nothing to pack") {
  const TempFolder folder;
  CHECK(pack_state(folder.file("state.db"), folder.file("packed")).error() == StoreTrouble::not_a_file);
  CHECK(folder.files() == 0);
}

TEST_CASE("a folder whose name means something to SQLite's addresses is a folder like another") {
  const TempFolder folder;
  std::filesystem::create_directory(folder.file("a?b=c%20#d \xc3\xa9"));
  const std::string path = folder.file("a?b=c%20#d \xc3\xa9/state.db");
  { REQUIRE(StateFile::open(path, kEvening)); }
  REQUIRE(std::filesystem::exists(path));
  CHECK(pack_state(path, folder.file("packed")).has_value());
}
