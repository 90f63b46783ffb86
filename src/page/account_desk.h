// SPDX-License-Identifier: Apache-2.0
// Where accounts, sessions and API tokens are made, changed and ended. What it says was done is on the disk and published before
// it says so; what it refuses left nothing behind. It hashes no password: that takes too long for its thread (base/work_desk.h),
// so what needs one comes in two steps, begin_... before the hashing and the rest after it, and looks again at what may have
// changed between them.
//
// What adults change here children can read: it goes into the change log (account_change.h) in the transaction that does it, by
// whom it was done. `by` is an account's name, a token's label, or kByCommand.
//
// Control thread only, but for book(), which anybody may read.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/crypto.h"
#include "base/net_address.h"
#include "base/published.h"
#include "base/result.h"
#include "page/account_file.h"
#include "page/account_wish.h"
#include "page/setup_code.h"
#include "page/throttle.h"

namespace darban::page {

// A new token for a session: what the cookie says from now on. It is nowhere else.
struct NewSession {
  std::string token;
  std::int64_t account = 0;
};

// Somebody who types a password: counted, and what it is compared with.
struct PasswordTry {
  Throttle::Try counted;
  std::int64_t account = 0;  // 0: there is none, and nothing fits
  std::string name{};
  std::string hash{};
};

inline constexpr const char* kByCommand = "darban account";  // done by whoever may open the control socket

class AccountDesk {
 public:
  using OpenDatabase = AccountFile::OpenDatabase;
  // `clock` outlives this. With SetUp::possible there is a code as long as there is no owner.
  enum class SetUp : std::uint8_t { possible, no_page };
  AccountDesk(OpenDatabase database, const Clock& clock, SetUp set_up, crypto::PasswordCost cost);

  const Published<AccountBook>& book() const { return file_.book(); }
  const crypto::PasswordCost& cost() const { return cost_; }
  // Reads what could not be read, ends what is over, gives days to what was made while nobody knew them. Once a minute.
  void tick();
  // Nothing: there is an owner, or nowhere to type it.
  const std::optional<SetupCode>& setup_code() const { return setup_code_; }

  // --- logging in

  Result<PasswordTry, AccountRefusal> begin_log_in(const std::optional<IpAddress>& visitor, std::string_view name);
  struct LogIn {
    crypto::PasswordFit fit = crypto::PasswordFit::differs;
    std::string code{};          // of the second factor; empty: not given
    std::string label{};         // "phone"
    std::string old_token{};     // of the session that the browser had: it ends
    std::string renewed_hash{};  // where the cost of a hash changed
  };
  Result<NewSession, AccountRefusal> log_in(const PasswordTry& made, const LogIn& wish);
  Result<void, AccountRefusal> end_session(std::int64_t account, std::int64_t session);
  Result<void, AccountRefusal> end_other_sessions(std::int64_t account, std::int64_t session);
  // Today. A disk that refused is asked again after a minute, not with every request.
  void note_use(std::int64_t session);
  void give_up(const PasswordTry& made);  // no password was compared: the try does not count

  // --- the first owner

  // The error also where the code is wrong.
  Result<Throttle::Try, AccountRefusal> begin_set_up(const std::optional<IpAddress>& visitor, std::string_view code);
  Result<NewSession, AccountRefusal> set_up(const AccountWish& owner, const std::string& label);

  // --- accounts, for owners and for the command line

  Result<std::int64_t, AccountRefusal> add_account(const AccountWish& wish, const std::string& by);
  // A new role or password ends the sessions of that account.
  Result<void, AccountRefusal> change_account(std::int64_t id, const AccountWish& wish, const std::string& by);
  Result<void, AccountRefusal> remove_account(std::int64_t id, const std::string& by);

  // --- one's own

  Result<PasswordTry, AccountRefusal> begin_own(const std::optional<IpAddress>& visitor, std::int64_t account);
  // Whether that was the account's password, and still is.
  Result<void, AccountRefusal> prove(const PasswordTry& made, crypto::PasswordFit fit);
  // Ends all other sessions, and gives this one a new token.
  Result<NewSession, AccountRefusal> change_own_password(const PasswordTry& made, crypto::PasswordFit fit, std::int64_t session,
                                                         const std::string& new_hash);
  struct TotpOffer {
    std::string secret;
    std::string address;  // otpauth://
  };
  Result<TotpOffer, AccountRefusal> begin_totp(std::int64_t account);
  struct TotpOn {
    std::vector<std::string> backup_codes;
    NewSession session;
  };
  Result<TotpOn, AccountRefusal> switch_totp_on(const std::optional<IpAddress>& visitor, std::int64_t account,
                                                std::int64_t session, std::string_view code);
  Result<void, AccountRefusal> switch_totp_off(std::int64_t account, const std::string& by);

  // --- API tokens

  struct NewToken {
    std::string token;
    std::int64_t id = 0;
  };
  Result<NewToken, AccountRefusal> add_token(const std::string& label, const std::string& scopes, std::int64_t days,
                                             const std::string& by);
  Result<void, AccountRefusal> remove_token(std::int64_t id, const std::string& by);

 private:
  std::int64_t today() const { return day_of(clock_.now()); }
  void look_after_setup_code();
  Result<PasswordTry, AccountRefusal> begin_try(const std::optional<IpAddress>& visitor, const AccountRow* account,
                                                const std::string& subject);
  std::optional<AccountRefusal> check_second_factor(const AccountRow& account, const std::string& code, AccountRow& changed,
                                                    std::string& used_backup_code);
  Result<NewSession, AccountRefusal> renew_token(const AccountRow& changed, std::int64_t session,
                                                 const std::vector<std::string>* backup_codes);

  const Clock& clock_;
  SetUp set_up_;
  crypto::PasswordCost cost_;
  AccountFile file_;
  Throttle throttle_;
  std::optional<SetupCode> setup_code_;
  MonoTime next_note_{};
};

}  // namespace darban::page
