// SPDX-License-Identifier: Apache-2.0
// What adults change about accounts stands in the log that children read, by whom it was done, and no secret with it.
#include "page/account_change.h"

#include "store/change_store.h"
#include "tests/unit/page/account_house.h"

using namespace darban;
using namespace darban::page;

namespace {

struct LoggedHouse : AccountHouse {
  NewSession owner = make_owner();

  std::vector<Change> log() {
    const auto all = ChangeStore(database()).all();
    REQUIRE(all);
    return *all;
  }
  // The newest one in one line: "by: setting: was > became".
  std::string newest() {
    const auto all = log();
    if (all.empty()) return "";
    return all[0].actor + ": " + all[0].setting + ": " + all[0].was + " > " + all[0].became;
  }
  std::string hash() { return *crypto::hash_password("green cup 9", kCheap); }
};

}  // namespace

TEST_CASE("the first owner is in the log, as made by themselves, and it concerns everybody") {
  LoggedHouse house;
  CHECK(house.newest() == "Sara: account Sara:  > owner");
  CHECK(house.log()[0].concerns.empty());
  CHECK(house.log()[0].at == house.clock.at.wall);
}

TEST_CASE("an account that is made, gets another role or name, and is removed: each is in the log with who did it") {
  LoggedHouse house;
  const auto omar = house.add("Omar", "parent");
  CHECK(house.newest() == "Sara: account Omar:  > parent");
  REQUIRE(house.desk->change_account(omar, {.role = "owner"}, kByCommand));
  CHECK(house.newest() == "darban account: account Omar: parent > owner");
  REQUIRE(house.desk->change_account(omar, {.name = "Umar"}, "Sara"));
  CHECK(house.newest() == "Sara: account-name: Omar > Umar");
  REQUIRE(house.desk->remove_account(omar, "Sara"));
  CHECK(house.newest() == "Sara: account Umar: owner > removed");
  CHECK(house.log().size() == 5);
  CHECK(*ChangeStore(house.database()).verify());
}

TEST_CASE("in which rooms a teacher gives is in the log") {
  LoggedHouse house;
  const AccountWish khan{.name = "Khan", .role = "teacher", .hash = house.hash(), .rooms = std::vector<std::string>{"Lab 2"}};
  const auto id = house.desk->add_account(khan, "Sara");
  REQUIRE(id);
  CHECK(house.newest() == "Sara: rooms Khan:  > Lab 2");
  CHECK(house.log()[1].setting == "account Khan");
  REQUIRE(house.desk->change_account(*id, {.rooms = std::vector<std::string>{"Lab 3", "Lab 1"}}, "Sara"));
  CHECK(house.newest() == "Sara: rooms Khan: Lab 2 > Lab 1, Lab 3");
}

TEST_CASE("another password is in the log, the password and its hash are not") {
  LoggedHouse house;
  const auto omar = house.add("Omar", "parent");
  const std::string hash = house.hash();
  REQUIRE(house.desk->change_account(omar, {.hash = hash}, kByCommand));
  CHECK(house.newest() == "darban account: password Omar:  > new");
  const auto made = house.desk->begin_own(AccountHouse::phone(), 1);
  REQUIRE(house.desk->change_own_password(*made, crypto::PasswordFit::fits, house.session_id(house.owner.token), house.hash()));
  CHECK(house.newest() == "Sara: password Sara:  > new");
  for (const Change& change : house.log()) CHECK(change.became.find("argon2") == std::string::npos);
}

TEST_CASE("a second factor that is switched on or off is in the log; one that waits for its first code is not") {
  LoggedHouse house;
  const auto lines = house.log().size();
  REQUIRE(house.desk->begin_totp(1));
  CHECK(house.log().size() == lines);
  house.switch_totp_on(house.owner);
  CHECK(house.newest() == "Sara: second-step Sara: off > on");
  REQUIRE(house.desk->switch_totp_off(1, kByCommand));
  CHECK(house.newest() == "darban account: second-step Sara: on > off");
}

TEST_CASE("a key for a program is in the log with what it may do, when it is made and when it is taken back") {
  LoggedHouse house;
  const auto key = house.desk->add_token("lamp", "grants:write stats:read", 10, "Sara");
  REQUIRE(key);
  CHECK(house.newest() == "Sara: key lamp:  > grants:write stats:read");
  CHECK(house.log()[0].became.find(key->token) == std::string::npos);
  REQUIRE(house.desk->remove_token(key->id, "Sara"));
  CHECK(house.newest() == "Sara: key lamp: grants:write stats:read > removed");
}

TEST_CASE("logins, languages, ends by time and what was refused leave nothing in the log") {
  LoggedHouse house;
  REQUIRE(house.desk->add_token("lamp", "stats:read", 1, "Sara"));
  const auto lines = house.log().size();
  REQUIRE(house.log_in("Sara", "brown hat 7"));
  REQUIRE(house.desk->change_account(1, {.language = "ur"}, "Sara"));
  CHECK_FALSE(house.desk->remove_account(1, "Sara"));
  CHECK_FALSE(house.desk->change_account(1, {.role = "helper"}, "Sara"));
  house.clock.pass_days(40);
  house.desk->tick();
  REQUIRE(house.book()->tables.tokens.empty());
  CHECK(house.log().size() == lines);
}

TEST_CASE("a change whose row can not be written is not made either") {
  LoggedHouse house;
  REQUIRE(house.database().run("CREATE TRIGGER full BEFORE INSERT ON changes BEGIN SELECT RAISE(FAIL, 'full'); END"));
  CHECK(fault(house.desk->add_account({.name = "Omar", .role = "parent", .hash = house.hash()}, "Sara")) ==
        AccountFault::not_written);
  REQUIRE(house.database().run("DROP TRIGGER full"));
  house.start();
  CHECK(house.book()->tables.accounts.size() == 1);
}

TEST_CASE("a state.db that was taken away brings the accounts back, and a log that says that it is a new one") {
  LoggedHouse house;
  house.lose_file();
  house.desk->tick();
  CHECK(house.newest() == "darban: log:  > anew");
  CHECK(house.log().size() == 1);
}

TEST_CASE("while nobody knows the time a change is dated with the epoch, so that it drops nothing") {
  LoggedHouse house;
  house.clock.at.wall_trusted = false;
  house.add("Omar", "parent");
  CHECK(house.log()[0].at == WallTime{});
  CHECK(house.log().size() == 2);
}
