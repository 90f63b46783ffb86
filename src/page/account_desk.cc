// SPDX-License-Identifier: Apache-2.0
#include "page/account_desk.h"

#include <algorithm>

#include "base/log.h"
#include "page/account_name.h"
#include "page/backup_codes.h"
#include "page/roles.h"
#include "page/session_token.h"
#include "page/sha1_hmac.h"
#include "page/totp.h"

namespace darban::page {
namespace {

constexpr std::string_view kOwner = "owner";
constexpr std::string_view kSetUpSubject = "\nset-up";  // no name has a line end
constexpr std::string_view kTotpSubject = "\ncode ";
constexpr Milliseconds kAgain{60000};
constexpr std::int64_t kLongestTokenDays = 3650;

SessionRow session_for(std::int64_t account, const std::string& label, std::int64_t today) {
  return {.account = account,
          .label = is_plain_text(label, kLongestName) ? label : std::string(),
          .created = today,
          .used = today,
          .ends = today == 0 ? 0 : today + kLongestDays};
}

}  // namespace

AccountDesk::AccountDesk(OpenDatabase database, const Clock& clock, SetUp set_up, crypto::PasswordCost cost)
    : clock_(clock), set_up_(set_up), cost_(cost), file_(std::move(database), clock, [this] { look_after_setup_code(); }) {
  tick();
}

void AccountDesk::look_after_setup_code() {
  const auto book = file_.book().copy();
  if (set_up_ == SetUp::no_page || !book->known || book->owners() > 0) {
    setup_code_.reset();
  } else if (!setup_code_ || setup_code_->is_used_up()) {
    setup_code_.emplace();
    log::info("darban has no owner yet: open the page in the house and type the code {} {}", setup_code_->first(),
              setup_code_->second());
  }
}

void AccountDesk::tick() {
  if (file_.open() == nullptr) return;
  const auto book = file_.book().copy();
  const std::int64_t day = today();
  if (day == 0) return;
  std::vector<std::int64_t> over_sessions;
  std::vector<std::int64_t> over_tokens;
  std::vector<SessionRow> dated;
  for (SessionRow row : book->tables.sessions) {
    if (is_over(row, day)) {
      over_sessions.push_back(row.id);
    } else if (row.created == 0) {
      row.created = row.used = day;
      row.ends = day + kLongestDays;
      dated.push_back(row);
    }
  }
  for (const ApiTokenRow& row : book->tables.tokens) {
    if (is_over(row, day)) over_tokens.push_back(row.id);
  }
  if (over_sessions.empty() && over_tokens.empty() && dated.empty()) return;
  const auto done = file_.write([&](AccountStore& store) -> Result<void, StoreTrouble> {
    for (const std::int64_t id : over_sessions) {
      if (const auto removed = store.remove_session(id); !removed) return removed;
    }
    for (const std::int64_t id : over_tokens) {
      if (const auto removed = store.remove_token(id); !removed) return removed;
    }
    for (const SessionRow& row : dated) {
      if (const auto changed = store.change(row); !changed) return changed;
    }
    return {};
  });
  if (done) log::debug("{} session(s) and {} token(s) are over", over_sessions.size(), over_tokens.size());
}

// --- logging in

Result<PasswordTry, AccountRefusal> AccountDesk::begin_try(const std::optional<IpAddress>& visitor, const AccountRow* account,
                                                           const std::string& subject) {
  const auto counted = throttle_.begin(visitor, subject, clock_.now().mono);
  if (!counted) return AccountRefusal{AccountFault::too_fast, counted.error()};
  if (account == nullptr) return PasswordTry{*counted, 0, {}, nobodys_hash(cost_)};
  return PasswordTry{*counted, account->id, account->name, account->password};
}

Result<PasswordTry, AccountRefusal> AccountDesk::begin_log_in(const std::optional<IpAddress>& visitor, std::string_view name) {
  const auto book = file_.current();
  if (!book) return book.error();
  const std::string key = name_key_of(name);
  return begin_try(visitor, (*book)->named(key), key);
}

void AccountDesk::give_up(const PasswordTry& made) { throttle_.forgive(made.counted, clock_.now().mono); }

// Nothing: it fits. What it uses up is in `changed` and `used_backup_code`.
std::optional<AccountRefusal> AccountDesk::check_second_factor(const AccountRow& account, const std::string& code,
                                                               AccountRow& changed, std::string& used_backup_code) {
  if (const auto hash = backup_code_hash(account.id, code)) {
    const auto book = file_.book().copy();
    const auto& codes = book->tables.backup_codes;
    const bool known = std::any_of(codes.begin(), codes.end(),
                                   [&](const BackupCodeRow& row) { return row.account == account.id && row.hash == *hash; });
    if (!known) return refused(AccountFault::wrong_code);
    used_backup_code = *hash;
    return std::nullopt;
  }
  const Now now = clock_.now();
  if (!now.wall_trusted) return refused(AccountFault::clock_unknown);
  const TotpCheck check = check_totp(account.totp_secret, code, now.wall, account.totp_step);
  if (check.answer == TotpAnswer::no_library) return refused(AccountFault::totp_not_here);
  if (check.answer == TotpAnswer::differs) return refused(AccountFault::wrong_code);
  changed.totp_step = check.step;
  return std::nullopt;
}

Result<NewSession, AccountRefusal> AccountDesk::log_in(const PasswordTry& made, const LogIn& wish) {
  if (wish.fit == crypto::PasswordFit::no_memory) {
    give_up(made);
    return refused(AccountFault::no_memory);
  }
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const account = (*book)->account(made.account);
  // Also where the account went, or got another password, while this one was hashed.
  if (wish.fit == crypto::PasswordFit::differs || account == nullptr || account->password != made.hash)
    return refused(AccountFault::wrong_login);
  AccountRow changed = *account;
  std::string used_backup_code;
  if (account->totp_on) {
    if (wish.code.empty()) {
      give_up(made);
      return refused(AccountFault::code_needed);
    }
    if (auto wrong = check_second_factor(*account, wish.code, changed, used_backup_code)) return *wrong;
  }
  if (!wish.renewed_hash.empty()) changed.password = wish.renewed_hash;

  std::vector<SessionRow> mine;
  for (const SessionRow& row : (*book)->tables.sessions) {
    if (row.account == account->id) mine.push_back(row);
  }
  std::stable_sort(mine.begin(), mine.end(), [](const SessionRow& a, const SessionRow& b) { return a.used < b.used; });
  const SessionRow* const old = wish.old_token.empty() ? nullptr : (*book)->session_of(hash_of_token(wish.old_token));
  NewSession session{new_token(), account->id};
  const auto done = file_.write([&](AccountStore& store) -> Result<void, StoreTrouble> {
    if (changed != *account) {
      if (const auto written = store.change(changed); !written) return written;
    }
    if (!used_backup_code.empty()) {
      if (const auto removed = store.remove_backup_code(account->id, used_backup_code); !removed) return removed;
    }
    if (old != nullptr) {
      if (const auto removed = store.remove_session(old->id); !removed) return removed;
    }
    for (std::size_t i = 0; i + kMostSessions <= mine.size(); ++i) {
      if (const auto removed = store.remove_session(mine[i].id); !removed) return removed;
    }
    SessionRow row = session_for(account->id, wish.label, today());
    row.hash = hash_of_token(session.token);
    return store.add(row);
  });
  if (!done) return done.error();
  throttle_.forgive(made.counted, clock_.now().mono);
  return session;
}

Result<void, AccountRefusal> AccountDesk::end_session(std::int64_t account, std::int64_t session) {
  const auto book = file_.current();
  if (!book) return book.error();
  const SessionRow* const row = (*book)->session(session);
  if (row == nullptr || row->account != account) return refused(AccountFault::no_such_session);
  return file_.write([&](AccountStore& store) { return store.remove_session(session); });
}

Result<void, AccountRefusal> AccountDesk::end_other_sessions(std::int64_t account, std::int64_t session) {
  return file_.write([&](AccountStore& store) { return store.remove_sessions_of(account, session); });
}

void AccountDesk::note_use(std::int64_t session) {
  const auto book = file_.book().copy();
  const SessionRow* const found = book->session(session);
  const std::int64_t day = today();
  const MonoTime now = clock_.now().mono;
  if (found == nullptr || day == 0 || found->used >= day || now < next_note_) return;
  SessionRow row = *found;
  row.used = day;
  if (!file_.write([&](AccountStore& store) { return store.change(row); })) next_note_ = now + kAgain;
}

// --- the first owner

Result<Throttle::Try, AccountRefusal> AccountDesk::begin_set_up(const std::optional<IpAddress>& visitor, std::string_view code) {
  const auto book = file_.current();
  if (!book) return book.error();
  if ((*book)->owners() > 0 || !setup_code_) return refused(AccountFault::set_up_already);
  const auto counted = throttle_.begin(visitor, kSetUpSubject, clock_.now().mono);
  if (!counted) return AccountRefusal{AccountFault::too_fast, counted.error()};
  if (!setup_code_->is(code)) {
    look_after_setup_code();
    return refused(AccountFault::wrong_setup_code);
  }
  throttle_.forgive(*counted, clock_.now().mono);
  return *counted;
}

Result<NewSession, AccountRefusal> AccountDesk::set_up(const AccountWish& owner, const std::string& label) {
  const auto book = file_.current();
  if (!book) return book.error();
  if ((*book)->owners() > 0 || !setup_code_) return refused(AccountFault::set_up_already);
  if (auto wrong = wrong_in(owner, **book, 0)) return *wrong;
  AccountRow row{.created = today()};
  fill(row, owner);
  row.role = kOwner;
  NewSession session{new_token(), 0};
  const auto done = file_.write_as(row.name, [&](AccountStore& store) -> Result<void, StoreTrouble> {
    if (const auto added = store.add(row); !added) return added;
    SessionRow first = session_for(row.id, label, today());
    first.hash = hash_of_token(session.token);
    return store.add(first);
  });
  if (!done) return done.error();
  session.account = row.id;
  log::info("the first owner was made");
  return session;
}

// --- accounts

Result<std::int64_t, AccountRefusal> AccountDesk::add_account(const AccountWish& wish, const std::string& by) {
  const auto book = file_.current();
  if (!book) return book.error();
  if ((*book)->tables.accounts.size() >= kMostAccounts) return refused(AccountFault::too_many_accounts);
  if (auto wrong = wrong_in(wish, **book, 0)) return *wrong;
  if (!wish.name) return refused(AccountFault::bad_name);
  if (!wish.role) return refused(AccountFault::bad_role);
  if (!wish.hash) return refused(AccountFault::short_password);
  AccountRow row{.created = today()};
  fill(row, wish);
  if (auto wrong = settle_rooms(row, wish)) return *wrong;
  if (const auto done = file_.write_as(by, [&](AccountStore& store) { return store.add(row); }); !done) return done.error();
  log::info("an account was added: {}", word_of(*account_role_named(row.role)));
  return row.id;
}

Result<void, AccountRefusal> AccountDesk::change_account(std::int64_t id, const AccountWish& wish, const std::string& by) {
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const account = (*book)->account(id);
  if (account == nullptr) return refused(AccountFault::no_such_account);
  if (auto wrong = wrong_in(wish, **book, id)) return *wrong;
  AccountRow row = *account;
  fill(row, wish);
  if (auto wrong = settle_rooms(row, wish)) return *wrong;
  if (account->role == kOwner && row.role != kOwner && (*book)->owners() == 1) return refused(AccountFault::last_owner);
  if (row == *account) return {};
  const bool rights_changed = row.role != account->role || row.password != account->password;
  const auto done = file_.write_as(by, [&](AccountStore& store) -> Result<void, StoreTrouble> {
    if (const auto changed = store.change(row); !changed) return changed;
    return rights_changed ? store.remove_sessions_of(id) : Result<void, StoreTrouble>();
  });
  if (done && rights_changed) log::info("an account has another role or password; its sessions ended");
  return done;
}

Result<void, AccountRefusal> AccountDesk::remove_account(std::int64_t id, const std::string& by) {
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const account = (*book)->account(id);
  if (account == nullptr) return refused(AccountFault::no_such_account);
  if (account->role == kOwner && (*book)->owners() == 1) return refused(AccountFault::last_owner);
  const auto done = file_.write_as(by, [&](AccountStore& store) { return store.remove_account(id); });
  if (done) log::info("an account was removed");
  return done;
}

// --- one's own

Result<PasswordTry, AccountRefusal> AccountDesk::begin_own(const std::optional<IpAddress>& visitor, std::int64_t account) {
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const row = (*book)->account(account);
  if (row == nullptr) return refused(AccountFault::session_over);
  return begin_try(visitor, row, row->name_key);
}

// A change of rights: this session goes on under a new token, so one that somebody else learnt is worth nothing, and all others
// end.
Result<NewSession, AccountRefusal> AccountDesk::renew_token(const AccountRow& changed, std::int64_t session,
                                                            const std::vector<std::string>* backup_codes) {
  const auto book = file_.book().copy();
  const SessionRow* const found = book->session(session);
  if (found == nullptr || found->account != changed.id) return refused(AccountFault::session_over);
  NewSession renewed{new_token(), changed.id};
  SessionRow row = *found;
  row.hash = hash_of_token(renewed.token);
  const auto done = file_.write_as(changed.name, [&](AccountStore& store) -> Result<void, StoreTrouble> {
    if (const auto written = store.change(changed); !written) return written;
    if (backup_codes != nullptr) {
      if (const auto written = store.replace_backup_codes(changed.id, *backup_codes); !written) return written;
    }
    if (const auto ended = store.remove_sessions_of(changed.id, session); !ended) return ended;
    return store.change(row);
  });
  if (!done) return done.error();
  return renewed;
}

Result<void, AccountRefusal> AccountDesk::prove(const PasswordTry& made, crypto::PasswordFit fit) {
  if (fit == crypto::PasswordFit::no_memory) {
    give_up(made);
    return refused(AccountFault::no_memory);
  }
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const account = (*book)->account(made.account);
  if (account == nullptr) return refused(AccountFault::session_over);
  if (fit == crypto::PasswordFit::differs || account->password != made.hash) return refused(AccountFault::wrong_own_password);
  give_up(made);
  return {};
}

Result<NewSession, AccountRefusal> AccountDesk::change_own_password(const PasswordTry& made, crypto::PasswordFit fit,
                                                                    std::int64_t session, const std::string& new_hash) {
  if (fit == crypto::PasswordFit::fits && new_hash.empty()) {
    give_up(made);
    return refused(AccountFault::no_memory);
  }
  if (const auto proven = prove(made, fit); !proven) {
    const bool is_wrong = proven.error().fault == AccountFault::wrong_own_password;
    return is_wrong ? refused(AccountFault::wrong_password) : proven.error();  // that form has a field of its own for it
  }
  AccountRow row = *file_.book().copy()->account(made.account);
  row.password = new_hash;
  return renew_token(row, session, nullptr);
}

Result<AccountDesk::TotpOffer, AccountRefusal> AccountDesk::begin_totp(std::int64_t account) {
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const found = (*book)->account(account);
  if (found == nullptr) return refused(AccountFault::session_over);
  if (found->totp_on) return refused(AccountFault::totp_is_on);
  if (!has_sha1_hmac()) return refused(AccountFault::totp_not_here);
  AccountRow row = *found;
  row.totp_secret = new_totp_secret();
  row.totp_step = 0;
  if (const auto done = file_.write([&](AccountStore& store) { return store.change(row); }); !done) return done.error();
  return TotpOffer{row.totp_secret, totp_address(row.name, row.totp_secret)};
}

Result<AccountDesk::TotpOn, AccountRefusal> AccountDesk::switch_totp_on(const std::optional<IpAddress>& visitor,
                                                                        std::int64_t account, std::int64_t session,
                                                                        std::string_view code) {
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const found = (*book)->account(account);
  if (found == nullptr) return refused(AccountFault::session_over);
  if (found->totp_on) return refused(AccountFault::totp_is_on);
  if (found->totp_secret.empty()) return refused(AccountFault::totp_not_begun);
  const Now now = clock_.now();
  if (!now.wall_trusted) return refused(AccountFault::clock_unknown);
  const auto counted = throttle_.begin(visitor, std::string(kTotpSubject) + found->name_key, now.mono);
  if (!counted) return AccountRefusal{AccountFault::too_fast, counted.error()};
  const TotpCheck check = check_totp(found->totp_secret, code, now.wall, found->totp_step);
  if (check.answer == TotpAnswer::no_library) return refused(AccountFault::totp_not_here);
  if (check.answer == TotpAnswer::differs) return refused(AccountFault::wrong_code);
  throttle_.forgive(*counted, now.mono);
  AccountRow row = *found;
  row.totp_on = true;
  row.totp_step = check.step;
  TotpOn on{new_backup_codes(), {}};
  std::vector<std::string> hashes;
  for (const std::string& each : on.backup_codes) hashes.push_back(backup_code_hash(account, each).value_or(""));
  auto renewed = renew_token(row, session, &hashes);
  if (!renewed) return renewed.error();
  on.session = std::move(*renewed);
  return on;
}

Result<void, AccountRefusal> AccountDesk::switch_totp_off(std::int64_t account, const std::string& by) {
  const auto book = file_.current();
  if (!book) return book.error();
  const AccountRow* const found = (*book)->account(account);
  if (found == nullptr) return refused(AccountFault::no_such_account);
  if (!found->totp_on) return refused(AccountFault::totp_is_off);
  AccountRow row = *found;
  row.totp_on = false;
  row.totp_secret.clear();
  row.totp_step = 0;
  return file_.write_as(by, [&](AccountStore& store) -> Result<void, StoreTrouble> {
    if (const auto changed = store.change(row); !changed) return changed;
    return store.replace_backup_codes(account, {});
  });
}

// --- API tokens

Result<AccountDesk::NewToken, AccountRefusal> AccountDesk::add_token(const std::string& label, const std::string& scopes,
                                                                     std::int64_t days, const std::string& by) {
  const auto book = file_.current();
  if (!book) return book.error();
  if (label.empty() || !is_plain_text(label, kLongestName)) return refused(AccountFault::bad_label);
  if (!roles_of_scopes(scopes).has_login()) return refused(AccountFault::bad_scopes);
  if (days < 1 || days > kLongestTokenDays) return refused(AccountFault::bad_days);
  if ((*book)->tables.tokens.size() >= kMostTokens) return refused(AccountFault::too_many_tokens);
  const std::int64_t day = today();
  if (day == 0) return refused(AccountFault::clock_unknown);  // it would never end
  NewToken made{new_token(), 0};
  ApiTokenRow row{.hash = hash_of_token(made.token), .label = label, .scopes = scopes, .created = day, .ends = day + days};
  if (const auto done = file_.write_as(by, [&](AccountStore& store) { return store.add(row); }); !done) return done.error();
  made.id = row.id;
  return made;
}

Result<void, AccountRefusal> AccountDesk::remove_token(std::int64_t id, const std::string& by) {
  const auto book = file_.current();
  if (!book) return book.error();
  if ((*book)->token(id) == nullptr) return refused(AccountFault::no_such_token);
  return file_.write_as(by, [&](AccountStore& store) { return store.remove_token(id); });
}

}  // namespace darban::page
