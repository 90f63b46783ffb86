// SPDX-License-Identifier: Apache-2.0
// Accounts as families have them: the first owner, logging in, second factors, what ends when, and what survives.
#include "page/account_desk.h"

#include "tests/unit/page/account_house.h"

using namespace darban;
using namespace darban::page;

// --- the first owner

TEST_CASE("a house without an owner has a code; the first owner ends it, for good") {
  AccountHouse house;
  CHECK(house.desk->setup_code());
  const NewSession session = house.make_owner();
  CHECK(house.book()->account(session.account)->role == "owner");
  CHECK(house.session_id(session.token) != 0);
  CHECK_FALSE(house.desk->setup_code());
  CHECK(fault(house.desk->begin_set_up(AccountHouse::phone(), "12345678")) == AccountFault::set_up_already);
  CHECK(fault(house.desk->set_up({.name = "Thief", .hash = *crypto::hash_password("brown hat 7", kCheap)}, "")) ==
        AccountFault::set_up_already);
  house.start();
  CHECK_FALSE(house.desk->setup_code());
  CHECK(house.log_in("Sara", "brown hat 7"));
}

TEST_CASE("a wrong code makes nobody, tries are slowed, and after ten there is another code") {
  AccountHouse house;
  const std::string first = house.setup_digits();
  int wrong = 0;
  while (house.setup_digits() == first) {
    const auto tried = fault(house.desk->begin_set_up(AccountHouse::tablet(), "00000000"));
    if (tried == AccountFault::too_fast)
      house.clock.pass(Throttle::kLongestWait);
    else
      CHECK(tried == AccountFault::wrong_setup_code);
    wrong += tried == AccountFault::wrong_setup_code ? 1 : 0;
  }
  CHECK(wrong == 10);
  house.clock.pass(Throttle::kLongestWait);
  CHECK(fault(house.desk->begin_set_up(AccountHouse::tablet(), first)) == AccountFault::wrong_setup_code);
  house.clock.pass(Throttle::kLongestWait);
  CHECK(house.desk->begin_set_up(AccountHouse::tablet(), house.setup_digits()));
  CHECK(house.book()->tables.accounts.empty());
}

TEST_CASE("of two who have the code the first one is the owner") {
  AccountHouse house;
  const std::string code = house.setup_digits();
  REQUIRE(house.desk->begin_set_up(AccountHouse::phone(), code));
  REQUIRE(house.desk->begin_set_up(AccountHouse::tablet(), code));
  const std::string hash = *crypto::hash_password("brown hat 7", kCheap);
  CHECK(house.desk->set_up({.name = "Sara", .hash = hash}, ""));
  CHECK(fault(house.desk->set_up({.name = "Thief", .hash = hash}, "")) == AccountFault::set_up_already);
}

TEST_CASE("while state.db can not be had there is no set-up and no login, and then there is again") {
  AccountHouse house;
  house.make_owner();
  house.has_file = false;
  CHECK(fault(house.log_in("Sara", "brown hat 7")) == AccountFault::not_read);
  house.start();
  CHECK_FALSE(house.desk->setup_code());
  CHECK_FALSE(house.book()->known);
  house.has_file = true;
  house.desk->tick();
  CHECK_FALSE(house.desk->setup_code());
  CHECK(house.log_in("Sara", "brown hat 7"));
}

TEST_CASE("accounts are written into a new file when theirs was taken away") {
  AccountHouse house;
  const NewSession session = house.make_owner();
  house.lose_file();
  house.desk->tick();
  CHECK_FALSE(house.desk->setup_code());
  house.start();
  CHECK(house.session_id(session.token) != 0);
}

// --- logging in

TEST_CASE("the right password opens, in whichever case the name is typed; nothing else does") {
  AccountHouse house;
  house.make_owner();
  CHECK(house.log_in("sARA", "brown hat 7"));
  CHECK(fault(house.log_in("Sara", "brown hat 8")) == AccountFault::wrong_login);
  CHECK(fault(house.log_in("Sarah", "brown hat 7")) == AccountFault::wrong_login);
  CHECK(fault(house.log_in("", "")) == AccountFault::wrong_login);
}

TEST_CASE("whether an account exists is told neither by words nor by the hash that is compared") {
  AccountHouse house;
  house.make_owner();
  const auto known = house.desk->begin_log_in(AccountHouse::phone(), "Sara");
  const auto unknown = house.desk->begin_log_in(AccountHouse::phone(), "Nobody");
  CHECK(known->hash.substr(0, 30) == unknown->hash.substr(0, 30));
  for (int i = 0; i < 2; ++i) {
    CHECK(fault(house.log_in("Sara", "wrong one", {}, {}, AccountHouse::tablet())) ==
          fault(house.log_in("Nobody", "wrong one", {}, {}, AccountHouse::tablet())));
  }
}

TEST_CASE("a password that was changed while the old one was hashed does not open") {
  AccountHouse house;
  house.make_owner();
  const auto made = house.desk->begin_log_in(AccountHouse::phone(), "Sara");
  REQUIRE(house.desk->change_account(1, {.hash = *crypto::hash_password("green cup 9", kCheap)}));
  CHECK(fault(house.desk->log_in(*made, {.fit = crypto::PasswordFit::fits})) == AccountFault::wrong_login);
}

TEST_CASE("wrong passwords are slowed down, right ones never count") {
  AccountHouse house;
  house.make_owner();
  for (int i = 0; i < 30; ++i) CHECK(house.log_in("Sara", "brown hat 7"));
  for (int i = 0; i < 5; ++i) CHECK(fault(house.log_in("Sara", "guess")) == AccountFault::wrong_login);
  const auto slowed = house.log_in("Sara", "brown hat 7");
  CHECK(fault(slowed) == AccountFault::too_fast);
  CHECK(slowed.error().wait == Throttle::kFirstWait);
  house.clock.pass(Throttle::kFirstWait);
  CHECK(house.log_in("Sara", "brown hat 7"));
}

TEST_CASE("a login brings a new token, and the session that the browser had ends") {
  AccountHouse house;
  const NewSession first = house.make_owner();
  const auto second = house.log_in("Sara", "brown hat 7", {}, first.token);
  REQUIRE(second);
  CHECK(second->token != first.token);
  CHECK(house.session_id(first.token) == 0);
  // A token that an attacker planted is never taken over.
  const std::string planted(64, 'e');
  REQUIRE(house.log_in("Sara", "brown hat 7", {}, planted));
  CHECK(house.session_id(planted) == 0);
}

TEST_CASE("a seventeenth login ends the one that was not used the longest") {
  AccountHouse house;
  const NewSession first = house.make_owner();
  std::vector<std::string> tokens;
  for (int i = 0; i < 15; ++i) tokens.push_back(house.log_in("Sara", "brown hat 7")->token);
  house.clock.pass_days(1);
  house.desk->note_use(house.session_id(first.token));
  REQUIRE(house.log_in("Sara", "brown hat 7"));
  CHECK(house.book()->tables.sessions.size() == kMostSessions);
  CHECK(house.session_id(first.token) != 0);
  CHECK(house.session_id(tokens.front()) == 0);
}

TEST_CASE("no token, password or backup code is in the file as it is") {
  AccountHouse house;
  const NewSession session = house.make_owner();
  const auto on = house.switch_totp_on(session);
  const auto key = house.desk->add_token("lamp", "stats:read", 10);
  REQUIRE(key);
  const std::string octets = house.octets();
  CHECK(octets.find("Sara") != std::string::npos);
  for (const std::string& secret :
       {session.token, on.session.token, on.backup_codes.front(), key->token, std::string("brown hat 7")})
    CHECK(octets.find(secret) == std::string::npos);
}

// --- how long

TEST_CASE("a session that is not used for thirty days ends, one that is used ends after a hundred and eighty") {
  AccountHouse house;
  const std::string idle = house.make_owner().token;
  const std::string used = house.log_in("Sara", "brown hat 7")->token;
  for (int day = 1; day <= 180; ++day) {
    house.clock.pass_days(1);
    house.desk->note_use(house.session_id(used));
    house.desk->tick();
    CHECK((house.session_id(idle) != 0) == (day <= 30));
    CHECK(house.session_id(used) != 0);
  }
  house.clock.pass_days(1);
  house.desk->tick();
  CHECK(house.session_id(used) == 0);
}

TEST_CASE("without a clock nothing ends; what was made then is dated when the time is known") {
  AccountHouse house;
  house.clock.at.wall_trusted = false;
  const std::string token = house.make_owner().token;
  CHECK(house.book()->session(house.session_id(token))->created == 0);
  house.clock.pass_days(400);
  house.desk->tick();
  CHECK(house.session_id(token) != 0);
  house.clock.at.wall_trusted = true;
  house.desk->tick();
  const SessionRow row = *house.book()->session(house.session_id(token));
  CHECK(row.created == day_of(house.clock.at));
  CHECK(row.ends == row.created + kLongestDays);
}

TEST_CASE("a session's use is written once a day, and says no more than the day") {
  AccountHouse house;
  const std::string token = house.make_owner().token;
  const auto generation = house.desk->book().generation();
  house.desk->note_use(house.session_id(token));
  CHECK(house.desk->book().generation() == generation);
  house.clock.pass_days(1);
  house.desk->note_use(house.session_id(token));
  house.desk->note_use(house.session_id(token));
  CHECK(house.desk->book().generation() == generation + 1);
  CHECK(house.book()->session(house.session_id(token))->used == day_of(house.clock.at));
}

TEST_CASE("a disk that refuses is not asked with every request of a session") {
  AccountHouse house;
  const std::string token = house.make_owner().token;
  house.clock.pass_days(1);
  house.has_file = false;
  house.asked = 0;
  for (int i = 0; i < 100; ++i) house.desk->note_use(house.session_id(token));
  CHECK(house.asked == 1);
  house.has_file = true;
  house.clock.pass(Seconds(60));
  house.desk->note_use(house.session_id(token));
  CHECK(house.book()->session(house.session_id(token))->used == day_of(house.clock.at));
}

// --- accounts

TEST_CASE("an account needs a name of its own, a role, and a hash that is one") {
  AccountHouse house;
  house.make_owner();
  const std::string hash = *crypto::hash_password("blue shoe 8", kCheap);
  const auto added = [&](AccountWish wish) { return fault(house.desk->add_account(wish)); };
  CHECK(added({.name = "SARA", .role = "parent", .hash = hash}) == AccountFault::name_taken);
  CHECK(added({.name = " x", .role = "parent", .hash = hash}) == AccountFault::bad_name);
  CHECK(added({.role = "parent", .hash = hash}) == AccountFault::bad_name);
  CHECK(added({.name = "Omar", .role = "king", .hash = hash}) == AccountFault::bad_role);
  CHECK(added({.name = "Omar", .role = "child", .hash = hash}) == AccountFault::bad_role);
  CHECK(added({.name = "Omar", .role = "parent", .language = "<b>", .hash = hash}) == AccountFault::bad_language);
  CHECK(added({.name = "Omar", .role = "parent", .hash = "blue shoe 8"}) == AccountFault::strange_password);
  CHECK_FALSE(added({.name = "Omar", .role = "parent", .language = "ur", .hash = hash}));
  CHECK(house.book()->tables.accounts.size() == 2);
}

TEST_CASE("there are at most thirty-two accounts") {
  AccountHouse house;
  house.make_owner();
  const std::string hash = *crypto::hash_password("blue shoe 8", kCheap);
  for (int i = 2; i <= 32; ++i) CHECK(house.desk->add_account({.name = "p" + std::to_string(i), .role = "helper", .hash = hash}));
  CHECK(fault(house.desk->add_account({.name = "p33", .role = "helper", .hash = hash})) == AccountFault::too_many_accounts);
}

TEST_CASE("another role or password ends that account's logins and nobody else's; another name does not") {
  AccountHouse house;
  const std::string owner = house.make_owner().token;
  const std::int64_t omar = house.add("Omar", "parent");
  std::string token = house.log_in("Omar", "blue shoe 8")->token;
  REQUIRE(house.desk->change_account(omar, {.name = "Umar", .language = "ur"}));
  CHECK(house.session_id(token) != 0);
  REQUIRE(house.desk->change_account(omar, {.role = "helper"}));
  CHECK(house.session_id(token) == 0);
  token = house.log_in("umar", "blue shoe 8")->token;
  REQUIRE(house.desk->change_account(omar, {.hash = *crypto::hash_password("green cup 9", kCheap)}));
  CHECK(house.session_id(token) == 0);
  CHECK(house.session_id(owner) != 0);
}

TEST_CASE("the last owner stays one") {
  AccountHouse house;
  house.make_owner();
  CHECK(fault(house.desk->change_account(1, {.role = "parent"})) == AccountFault::last_owner);
  CHECK(fault(house.desk->remove_account(1)) == AccountFault::last_owner);
  const std::int64_t second = house.add("Omar", "owner");
  CHECK(house.desk->remove_account(1));
  CHECK(fault(house.desk->remove_account(second)) == AccountFault::last_owner);
  CHECK(fault(house.desk->remove_account(99)) == AccountFault::no_such_account);
}

TEST_CASE("an account that goes takes its logins with it, and the last of all is not brought back") {
  AccountHouse house;
  const std::int64_t helper = house.add("Nani", "helper");
  const std::string token = house.log_in("Nani", "blue shoe 8")->token;
  CHECK(house.desk->setup_code());  // a helper is no owner
  REQUIRE(house.desk->remove_account(helper));
  CHECK(house.session_id(token) == 0);
  house.desk->tick();
  CHECK(house.book()->tables.accounts.empty());
}

// --- one's own

TEST_CASE("a new password of one's own ends all other logins and changes this one's token") {
  AccountHouse house;
  const NewSession here = house.make_owner();
  const std::string there = house.log_in("Sara", "brown hat 7")->token;
  const std::int64_t session = house.session_id(here.token);
  const auto made = house.desk->begin_own(AccountHouse::phone(), 1);
  CHECK(fault(house.desk->change_own_password(*made, crypto::PasswordFit::differs, session, "")) == AccountFault::wrong_password);
  const auto again = house.desk->begin_own(AccountHouse::phone(), 1);
  const auto renewed =
      house.desk->change_own_password(*again, crypto::PasswordFit::fits, session, *crypto::hash_password("green cup 9", kCheap));
  REQUIRE(renewed);
  CHECK(house.session_id(renewed->token) == session);
  CHECK(house.session_id(here.token) == 0);
  CHECK(house.session_id(there) == 0);
  CHECK(fault(house.log_in("Sara", "brown hat 7")) == AccountFault::wrong_login);
  CHECK(house.log_in("Sara", "green cup 9"));
}

TEST_CASE("one's own password is asked again before something large, and only the one of today fits") {
  AccountHouse house;
  const NewSession session = house.make_owner();
  const auto made = house.desk->begin_own(AccountHouse::phone(), session.account);
  REQUIRE(made);
  CHECK(fault(house.desk->confirm_own(*made, crypto::PasswordFit::differs)) == AccountFault::not_you);
  CHECK(fault(house.desk->confirm_own(*made, crypto::PasswordFit::no_memory)) == AccountFault::no_memory);
  CHECK(house.desk->confirm_own(*made, crypto::PasswordFit::fits));
  REQUIRE(house.desk->change_account(session.account, {.hash = *crypto::hash_password("green cup 9", kCheap)}));
  CHECK(fault(house.desk->confirm_own(*made, crypto::PasswordFit::fits)) == AccountFault::not_you);
}

TEST_CASE("a second factor waits for its first code, then every login needs one, and each code is good once") {
  AccountHouse house;
  const NewSession session = house.make_owner();
  CHECK(fault(house.desk->switch_totp_on(AccountHouse::phone(), 1, house.session_id(session.token), "000000")) ==
        AccountFault::totp_not_begun);
  REQUIRE(house.desk->begin_totp(1));
  CHECK(house.log_in("Sara", "brown hat 7"));  // it is not on yet
  const auto on = house.switch_totp_on(session);
  CHECK(house.session_id(session.token) == 0);
  CHECK(house.session_id(on.session.token) != 0);
  CHECK(house.book()->tables.sessions.size() == 1);
  CHECK(fault(house.desk->begin_totp(1)) == AccountFault::totp_is_on);

  CHECK(fault(house.log_in("Sara", "brown hat 7")) == AccountFault::code_needed);
  CHECK(fault(house.log_in("Sara", "wrong one")) == AccountFault::wrong_login);
  CHECK(fault(house.log_in("Sara", "brown hat 7", house.app_code(1))) == AccountFault::wrong_code);  // it switched it on
  house.clock.pass(Seconds(30));
  const std::string code = house.app_code(1);
  CHECK(house.log_in("Sara", "brown hat 7", code));
  house.start();
  CHECK(fault(house.log_in("Sara", "brown hat 7", code)) == AccountFault::wrong_code);
}

TEST_CASE("a backup code is good once, also without a clock, and of nobody else") {
  AccountHouse house;
  const auto on = house.switch_totp_on(house.make_owner());
  const std::int64_t omar = house.add("Omar", "parent");
  const auto his = house.switch_totp_on(*house.log_in("Omar", "blue shoe 8"));
  house.clock.at.wall_trusted = false;
  CHECK(fault(house.log_in("Sara", "brown hat 7", "123456")) == AccountFault::clock_unknown);
  CHECK(fault(house.log_in("Sara", "brown hat 7", his.backup_codes.front())) == AccountFault::wrong_code);
  CHECK(house.log_in("Sara", "brown hat 7", on.backup_codes.front()));
  CHECK(fault(house.log_in("Sara", "brown hat 7", on.backup_codes.front())) == AccountFault::wrong_code);
  CHECK(house.log_in("Sara", "brown hat 7", on.backup_codes.back()));
  CHECK(house.log_in("Omar", "blue shoe 8", his.backup_codes.front()));
  CHECK(omar == 2);
}

TEST_CASE("codes are slowed like passwords: a stolen password does not try a million of them") {
  AccountHouse house;
  house.switch_totp_on(house.make_owner());
  int tried = 0;
  for (int i = 0; i < 200; ++i) {
    const auto wrong = fault(house.log_in("Sara", "brown hat 7", "000000"));
    tried += wrong == AccountFault::wrong_code ? 1 : 0;
    house.clock.pass(Seconds(30));
  }
  CHECK(tried <= 20);
}

TEST_CASE("a second factor that is switched off asks no more, and its codes are gone") {
  AccountHouse house;
  const auto on = house.switch_totp_on(house.make_owner());
  REQUIRE(house.desk->switch_totp_off(1));
  CHECK(house.log_in("Sara", "brown hat 7"));
  CHECK(house.book()->tables.backup_codes.empty());
  CHECK(house.book()->account(1)->totp_secret.empty());
  CHECK(fault(house.desk->switch_totp_off(1)) == AccountFault::totp_is_off);
}

// --- API tokens

TEST_CASE("a token has a label, scopes and an end, and there are at most thirty-two") {
  AccountHouse house;
  CHECK(fault(house.desk->add_token("", "stats:read", 10)) == AccountFault::bad_label);
  CHECK(fault(house.desk->add_token("x\n", "stats:read", 10)) == AccountFault::bad_label);
  CHECK(fault(house.desk->add_token("x", "", 10)) == AccountFault::bad_scopes);
  CHECK(fault(house.desk->add_token("x", "owner", 10)) == AccountFault::bad_scopes);
  for (const std::int64_t days : {0, -1, 3651}) CHECK(fault(house.desk->add_token("x", "admin", days)) == AccountFault::bad_days);
  for (int i = 0; i < 32; ++i) CHECK(house.desk->add_token("lamp", "grants:write", 10));
  CHECK(fault(house.desk->add_token("lamp", "grants:write", 10)) == AccountFault::too_many_tokens);
  REQUIRE(house.desk->remove_token(1));
  CHECK(fault(house.desk->remove_token(1)) == AccountFault::no_such_token);
  house.clock.pass_days(11);
  house.desk->tick();
  CHECK(house.book()->tables.tokens.empty());
}

TEST_CASE("every fault has its words: what is so, and what to do") {
  for (int i = 0; i <= static_cast<int>(AccountFault::session_over); ++i) {
    const web::Sentences sentences = sentences_of(static_cast<AccountFault>(i));
    CAPTURE(i);
    CHECK(sentences.status >= 400);
    CHECK(sentences.status != 500);
    CHECK_FALSE(sentences.title.view().empty());
    CHECK_FALSE(sentences.detail.view().empty());
    CHECK_FALSE(sentences.cure.view().empty());
  }
}
