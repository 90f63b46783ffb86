// SPDX-License-Identifier: Apache-2.0
#include "store/account_store.h"

#include <algorithm>

namespace darban {
namespace {

// Runs a statement to its end and makes a row of each of its own.
template <typename Row, typename Make>
Result<std::vector<Row>, StoreTrouble> rows_of(Database::Statement statement, Make make) {
  std::vector<Row> rows;
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return rows;
    rows.push_back(make(statement));
  }
}

void bind_id(Database::Statement& statement, int place, std::int64_t id) {
  if (id != 0)
    statement.bind(place, id);
  else
    statement.bind_nothing(place);
}

}  // namespace

Result<AccountTables, StoreTrouble> AccountStore::read() const {
  using Statement = Database::Statement;
  auto accounts = rows_of<AccountRow>(
      database_.prepare("SELECT id, name, name_key, role, password, language, totp_secret, totp_on, totp_step, created FROM "
                        "accounts ORDER BY id"),
      [](const Statement& row) {
        return AccountRow{row.number(0), row.text(1), row.text(2),        row.text(3),   row.text(4),
                          row.text(5),   row.text(6), row.number(7) != 0, row.number(8), row.number(9), {}};
      });
  if (!accounts) return accounts.error();
  if (const auto done = read_rooms(*accounts); !done) return done.error();
  auto codes = rows_of<BackupCodeRow>(database_.prepare("SELECT account, hash FROM backup_codes ORDER BY account, hash"),
                                      [](const Statement& row) {
                                        return BackupCodeRow{row.number(0), row.text(1)};
                                      });
  if (!codes) return codes.error();
  auto sessions = rows_of<SessionRow>(
      database_.prepare("SELECT id, hash, account, label, created, used, ends FROM sessions ORDER BY id"),
      [](const Statement& row) {
        return SessionRow{row.number(0), row.text(1), row.number(2), row.text(3), row.number(4), row.number(5), row.number(6)};
      });
  if (!sessions) return sessions.error();
  auto tokens = rows_of<ApiTokenRow>(
      database_.prepare("SELECT id, hash, label, scopes, created, ends FROM api_tokens ORDER BY id"), [](const Statement& row) {
        return ApiTokenRow{row.number(0), row.text(1), row.text(2), row.text(3), row.number(4), row.number(5)};
      });
  if (!tokens) return tokens.error();
  return AccountTables{std::move(*accounts), std::move(*codes), std::move(*sessions), std::move(*tokens)};
}

Result<void, StoreTrouble> AccountStore::restore(const AccountTables& tables) {
  Database::Transaction all(database_);
  if (const auto begun = all.begun(); !begun) return begun;
  for (AccountRow row : tables.accounts) {
    if (const auto done = add(row); !done) return done;
  }
  for (const BackupCodeRow& row : tables.backup_codes) {
    if (const auto done = add_backup_code(row); !done) return done;
  }
  for (SessionRow row : tables.sessions) {
    if (const auto done = add(row); !done) return done;
  }
  for (ApiTokenRow row : tables.tokens) {
    if (const auto done = add(row); !done) return done;
  }
  return all.commit();
}

Result<void, StoreTrouble> AccountStore::add(AccountRow& row) {
  auto statement = database_.prepare(
      "INSERT INTO accounts (id, name, name_key, role, password, language, totp_secret, totp_on, totp_step, created) VALUES (?1, "
      "?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)");
  bind_id(statement, 1, row.id);
  statement.bind(2, row.name).bind(3, row.name_key).bind(4, row.role).bind(5, row.password).bind(6, row.language);
  statement.bind(7, row.totp_secret).bind(8, std::int64_t{row.totp_on}).bind(9, row.totp_step).bind(10, row.created);
  if (const auto done = statement.run(); !done) return done;
  row.id = database_.last_id();
  return replace_rooms(row);
}

Result<void, StoreTrouble> AccountStore::change(const AccountRow& row) {
  auto statement = database_.prepare(
      "UPDATE accounts SET name = ?2, name_key = ?3, role = ?4, password = ?5, language = ?6, totp_secret = ?7, totp_on = ?8, "
      "totp_step = ?9, created = ?10 WHERE id = ?1");
  statement.bind(1, row.id);
  statement.bind(2, row.name).bind(3, row.name_key).bind(4, row.role).bind(5, row.password).bind(6, row.language);
  statement.bind(7, row.totp_secret).bind(8, std::int64_t{row.totp_on}).bind(9, row.totp_step).bind(10, row.created);
  if (const auto done = statement.run(); !done) return done;
  return replace_rooms(row);
}

Result<void, StoreTrouble> AccountStore::read_rooms(std::vector<AccountRow>& accounts) const {
  auto statement = database_.prepare("SELECT account, room FROM account_rooms ORDER BY account, room");
  for (;;) {
    const auto more = statement.step();
    if (!more) return more.error();
    if (!*more) return {};
    const auto whose = std::find_if(accounts.begin(), accounts.end(),
                                    [id = statement.number(0)](const AccountRow& row) { return row.id == id; });
    if (whose != accounts.end()) whose->rooms.push_back(statement.text(1));
  }
}

Result<void, StoreTrouble> AccountStore::replace_rooms(const AccountRow& row) {
  auto old = database_.prepare("DELETE FROM account_rooms WHERE account = ?1");
  if (const auto done = old.bind(1, row.id).run(); !done) return done;
  for (const std::string& room : row.rooms) {
    auto statement = database_.prepare("INSERT INTO account_rooms (account, room) VALUES (?1, ?2)");
    if (const auto done = statement.bind(1, row.id).bind(2, room).run(); !done) return done;
  }
  return {};
}

Result<void, StoreTrouble> AccountStore::remove_account(std::int64_t id) {
  return database_.prepare("DELETE FROM accounts WHERE id = ?1").bind(1, id).run();
}

Result<void, StoreTrouble> AccountStore::replace_backup_codes(std::int64_t account, std::span<const std::string> hashes) {
  auto old = database_.prepare("DELETE FROM backup_codes WHERE account = ?1");
  if (const auto done = old.bind(1, account).run(); !done) return done;
  for (const std::string& hash : hashes) {
    if (const auto done = add_backup_code({account, hash}); !done) return done;
  }
  return {};
}

Result<void, StoreTrouble> AccountStore::remove_backup_code(std::int64_t account, const std::string& hash) {
  return database_.prepare("DELETE FROM backup_codes WHERE account = ?1 AND hash = ?2").bind(1, account).bind(2, hash).run();
}

Result<void, StoreTrouble> AccountStore::add_backup_code(const BackupCodeRow& row) {
  return database_.prepare("INSERT INTO backup_codes (account, hash) VALUES (?1, ?2)")
      .bind(1, row.account)
      .bind(2, row.hash)
      .run();
}

Result<void, StoreTrouble> AccountStore::add(SessionRow& row) {
  auto statement = database_.prepare(
      "INSERT INTO sessions (id, hash, account, label, created, used, ends) VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)");
  bind_id(statement, 1, row.id);
  statement.bind(2, row.hash).bind(3, row.account).bind(4, row.label).bind(5, row.created).bind(6, row.used).bind(7, row.ends);
  const auto done = statement.run();
  if (done) row.id = database_.last_id();
  return done;
}

Result<void, StoreTrouble> AccountStore::change(const SessionRow& row) {
  auto statement =
      database_.prepare("UPDATE sessions SET hash = ?2, label = ?3, created = ?4, used = ?5, ends = ?6 WHERE id = ?1");
  statement.bind(1, row.id).bind(2, row.hash).bind(3, row.label).bind(4, row.created).bind(5, row.used).bind(6, row.ends);
  return statement.run();
}

Result<void, StoreTrouble> AccountStore::remove_session(std::int64_t id) {
  return database_.prepare("DELETE FROM sessions WHERE id = ?1").bind(1, id).run();
}

Result<void, StoreTrouble> AccountStore::remove_sessions_of(std::int64_t account, std::int64_t but) {
  return database_.prepare("DELETE FROM sessions WHERE account = ?1 AND id <> ?2").bind(1, account).bind(2, but).run();
}

Result<void, StoreTrouble> AccountStore::add(ApiTokenRow& row) {
  auto statement =
      database_.prepare("INSERT INTO api_tokens (id, hash, label, scopes, created, ends) VALUES (?1, ?2, ?3, ?4, ?5, ?6)");
  bind_id(statement, 1, row.id);
  statement.bind(2, row.hash).bind(3, row.label).bind(4, row.scopes).bind(5, row.created).bind(6, row.ends);
  const auto done = statement.run();
  if (done) row.id = database_.last_id();
  return done;
}

Result<void, StoreTrouble> AccountStore::remove_token(std::int64_t id) {
  return database_.prepare("DELETE FROM api_tokens WHERE id = ?1").bind(1, id).run();
}

}  // namespace darban
