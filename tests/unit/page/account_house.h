// SPDX-License-Identifier: Apache-2.0
// An AccountDesk over a real state.db in a folder of its own, with a clock that the test turns. Passwords are hashed cheaply.
#pragma once
#include <doctest/doctest.h>

#include <optional>
#include <string>

#include "base/log.h"
#include "page/account_desk.h"
#include "page/account_name.h"
#include "page/backup_codes.h"
#include "page/base32.h"
#include "page/session_token.h"
#include "page/totp.h"
#include "store/state_file.h"
#include "tests/support/literals.h"
#include "tests/support/temp_folder.h"

namespace darban::page {

inline constexpr crypto::PasswordCost kCheap{.kibibytes = 8192, .passes = 1};

struct TurnedClock final : Clock {
  Now at{MonoTime(Milliseconds(1000)), WallTime(Seconds(1795705500)), true};
  Now now() const override { return at; }
  void pass(Seconds time) {
    at.mono += time;
    at.wall += time;
  }
  void pass_days(int days) { pass(Seconds(86400) * days); }
};

class AccountHouse {
 public:
  TurnedClock clock;
  std::optional<AccountDesk> desk;
  bool has_file = true;
  int asked = 0;  // for the file

  AccountHouse() {
    log::configure(log::Level::warn, log::Sink::console);
    start();
  }
  // As a daemon that was killed starts anew.
  void start() {
    desk.reset();
    file_.reset();
    open();
    const auto database = [this] {
      ++asked;
      return has_file ? &file_->database() : nullptr;
    };
    desk.emplace(database, clock, AccountDesk::SetUp::possible, kCheap);
  }
  void open() {
    auto opened = StateFile::open(folder_.file("s"), clock.at.wall);
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
  }
  // Another, empty file in the place of this one, while the desk goes on.
  void lose_file() {
    file_.reset();
    std::filesystem::remove(folder_.file("s"));
    open();
  }
  Database& database() { return file_->database(); }
  std::string octets() const { return folder_.read("s") + folder_.read("s-wal"); }

  std::string setup_digits() const {
    REQUIRE(desk->setup_code());
    return std::to_string(desk->setup_code()->first()) + std::to_string(desk->setup_code()->second());
  }
  NewSession make_owner(const std::string& name = "Sara", const std::string& password = "brown hat 7") {
    REQUIRE(desk->begin_set_up(phone(), setup_digits()));
    auto session = desk->set_up({.name = name, .hash = *crypto::hash_password(password, kCheap)}, "phone");
    REQUIRE(session);
    return *session;
  }
  std::int64_t add(const std::string& name, const std::string& role, const std::string& password = "blue shoe 8") {
    const auto id = desk->add_account({.name = name, .role = role, .hash = *crypto::hash_password(password, kCheap)}, "Sara");
    REQUIRE(id);
    return *id;
  }
  Result<NewSession, AccountRefusal> log_in(const std::string& name, const std::string& password, const std::string& code = {},
                                            const std::string& old_token = {}, const IpAddress& from = phone()) {
    const auto made = desk->begin_log_in(from, name);
    if (!made) return made.error();
    return desk->log_in(
        *made, {.fit = crypto::fit_of_password(password, made->hash), .code = code, .label = "phone", .old_token = old_token});
  }
  std::shared_ptr<const AccountBook> book() const { return desk->book().copy(); }
  std::int64_t session_id(const std::string& token) const {
    const SessionRow* const row = desk->book().copy()->session_of(hash_of_token(token));
    return row == nullptr ? 0 : row->id;
  }
  // What an app shows now for that account.
  std::string app_code(std::int64_t account) const {
    const auto secret = from_base32(book()->account(account)->totp_secret);
    REQUIRE(secret);
    return *hotp(*secret, static_cast<std::uint64_t>(clock.at.wall.time_since_epoch().count() / kTotpStep));
  }
  AccountDesk::TotpOn switch_totp_on(const NewSession& session) {
    REQUIRE(desk->begin_totp(session.account));
    auto on = desk->switch_totp_on(phone(), session.account, session_id(session.token), app_code(session.account));
    REQUIRE(on);
    return *on;
  }
  static IpAddress phone() { return literals::operator""_ip("192.168.1.8", 11); }
  static IpAddress tablet() { return literals::operator""_ip("192.168.1.7", 11); }

 private:
  TempFolder folder_;
  std::optional<StateFile> file_;
};

template <typename T>
std::optional<AccountFault> fault(const Result<T, AccountRefusal>& result) {
  if (result) return std::nullopt;
  return result.error().fault;
}

}  // namespace darban::page
