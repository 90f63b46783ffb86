// SPDX-License-Identifier: Apache-2.0
// Accounts, sessions and tokens on the disk: what is written comes back as it was, and what belongs to an account goes with it.
#include "store/account_store.h"

#include <doctest/doctest.h>

#include <algorithm>
#include <array>
#include <optional>

#include "store/state_file.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

class Kept {
 public:
  Kept() { reopen(); }
  void reopen() {
    file_.reset();
    auto opened = StateFile::open(folder_.file("s"), WallTime(Seconds(1795705500)));
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
  }
  AccountStore store() { return AccountStore(file_->database()); }
  AccountTables tables() {
    const auto read = store().read();
    REQUIRE(read);
    return *read;
  }

 private:
  TempFolder folder_;
  std::optional<StateFile> file_;
};

AccountRow sara() {
  return {.name = "Sara 'O'; \xd8\xb3\xd8\xa7\xd8\xb1\xd8\xa7",
          .name_key = "sara",
          .role = "owner",
          .password = "$argon2id$x",
          .language = "ur",
          .totp_secret = "GEZDGNBV",
          .totp_on = true,
          .totp_step = 59,
          .created = 20000};
}

}  // namespace

TEST_CASE("what is written comes back as it was, after a restart too") {
  Kept kept;
  AccountRow account = sara();
  REQUIRE(kept.store().add(account));
  CHECK(account.id == 1);
  SessionRow session{.hash = "aa", .account = account.id, .label = "phone", .created = 1, .used = 2, .ends = 3};
  REQUIRE(kept.store().add(session));
  ApiTokenRow token{.hash = "bb", .label = "lamp", .scopes = "admin", .created = 4, .ends = 5};
  REQUIRE(kept.store().add(token));
  const std::array<std::string, 2> codes{"c1", "c2"};
  REQUIRE(kept.store().replace_backup_codes(account.id, codes));
  kept.reopen();
  const AccountTables tables = kept.tables();
  CHECK(tables.accounts == std::vector{account});
  CHECK(tables.sessions == std::vector{session});
  CHECK(tables.tokens == std::vector{token});
  CHECK(tables.backup_codes == std::vector{BackupCodeRow{1, "c1"}, BackupCodeRow{1, "c2"}});
}

TEST_CASE("changes are of one row, and a backup code goes alone") {
  Kept kept;
  AccountRow one = sara();
  AccountRow two = sara();
  two.name_key = "other";
  REQUIRE(kept.store().add(one));
  REQUIRE(kept.store().add(two));
  one.role = "parent";
  one.totp_on = false;
  REQUIRE(kept.store().change(one));
  const std::array<std::string, 2> codes{"c1", "c2"};
  REQUIRE(kept.store().replace_backup_codes(two.id, codes));
  REQUIRE(kept.store().remove_backup_code(two.id, "c1"));
  CHECK(kept.tables().accounts == std::vector{one, two});
  CHECK(kept.tables().backup_codes == std::vector{BackupCodeRow{two.id, "c2"}});
}

TEST_CASE("a teacher's rooms come back with the account, change with it and leave with it") {
  Kept kept;
  AccountRow one = sara();
  one.role = "teacher";
  one.rooms = {"Lab 2", "Lab 'x'"};
  std::sort(one.rooms.begin(), one.rooms.end());
  REQUIRE(kept.store().add(one));
  AccountRow two = sara();
  two.name_key = "other";
  REQUIRE(kept.store().add(two));
  CHECK(kept.tables().accounts == std::vector{one, two});
  one.rooms = {"Lab 3"};
  REQUIRE(kept.store().change(one));
  kept.reopen();
  CHECK(kept.tables().accounts == std::vector{one, two});
  REQUIRE(kept.store().remove_account(one.id));
  AccountRow again = sara();
  again.id = one.id;
  REQUIRE(kept.store().add(again));
  CHECK(kept.tables().accounts[0].rooms.empty());
}

TEST_CASE("an account takes its sessions and codes with it") {
  Kept kept;
  AccountRow one = sara();
  AccountRow two = sara();
  two.name_key = "other";
  REQUIRE(kept.store().add(one));
  REQUIRE(kept.store().add(two));
  for (const std::int64_t id : {one.id, two.id}) {
    for (const char* hash : {"a", "b"}) {
      SessionRow session{.hash = hash + std::to_string(id), .account = id};
      REQUIRE(kept.store().add(session));
    }
    REQUIRE(kept.store().replace_backup_codes(id, std::array<std::string, 1>{"c"}));
  }
  REQUIRE(kept.store().remove_sessions_of(two.id, kept.tables().sessions.back().id));
  CHECK(kept.tables().sessions.size() == 3);
  REQUIRE(kept.store().remove_account(one.id));
  CHECK(kept.tables().sessions.size() == 1);
  CHECK(kept.tables().backup_codes.size() == 1);
}

TEST_CASE("two accounts of one name, an unknown role, and a session of nobody are refused by the disk itself") {
  Kept kept;
  AccountRow one = sara();
  REQUIRE(kept.store().add(one));
  AccountRow again = sara();
  CHECK_FALSE(kept.store().add(again));
  AccountRow king = sara();
  king.name_key = "king";
  king.role = "king";
  CHECK_FALSE(kept.store().add(king));
  SessionRow session{.hash = "x", .account = 77};
  CHECK_FALSE(kept.store().add(session));
}

TEST_CASE("a new file gets everything with its ids") {
  Kept before;
  AccountRow gone = sara();
  gone.name_key = "gone";
  AccountRow account = sara();
  REQUIRE(before.store().add(gone));
  REQUIRE(before.store().add(account));
  REQUIRE(before.store().remove_account(gone.id));
  SessionRow session{.hash = "aa", .account = account.id};
  REQUIRE(before.store().add(session));
  Kept after;
  REQUIRE(after.store().restore(before.tables()));
  CHECK(after.tables() == before.tables());
}
