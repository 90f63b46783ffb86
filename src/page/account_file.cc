// SPDX-License-Identifier: Apache-2.0
#include "page/account_file.h"

#include <utility>

#include "base/log.h"
#include "page/account_change.h"
#include "store/change_store.h"

namespace darban::page {
namespace {

// Where the log of changes went too. Accounts alone may be gone: then it tells what it told.
void begin_log_anew(Database& database, const Now& now) {
  ChangeStore log_of_changes(database);
  const auto rows = log_of_changes.all();
  if (!rows || !rows->empty()) return;
  if (!log_of_changes.add(log_began_anew(now))) log::warn("that the log of changes is a new one is not in it");
}

}  // namespace

AccountFile::AccountFile(OpenDatabase database, const Clock& clock, std::function<void()> on_news)
    : database_(std::move(database)), clock_(clock), on_news_(std::move(on_news)) {}

Database* AccountFile::open() {
  Database* const database = database_();
  if (database == nullptr) return nullptr;
  AccountStore store(*database);
  auto tables = store.read();
  if (!tables) {
    log::error("accounts can not be read: {}", text_of(tables.error()));
    return nullptr;
  }
  const auto before = book_.copy();
  if (before->known && tables->accounts.empty() && !before->tables.accounts.empty()) {
    if (!store.restore(before->tables)) return nullptr;
    begin_log_anew(*database, clock_.now());
    log::warn("{} account(s) were written into the new state database", before->tables.accounts.size());
    return database;
  }
  if (!before->known || *tables != before->tables) publish(std::move(*tables));
  return database;
}

Result<std::shared_ptr<const AccountBook>, AccountRefusal> AccountFile::current() {
  if (open() == nullptr) return refused(AccountFault::not_read);
  return book_.copy();
}

void AccountFile::publish(AccountTables tables) {
  book_.publish(std::make_shared<const AccountBook>(AccountBook{std::move(tables), true}));
  on_news_();
}

Result<void, AccountRefusal> AccountFile::write(const Steps& steps) {
  Database* const database = open();
  if (database == nullptr) return refused(AccountFault::not_read);
  AccountStore store(*database);
  const auto written = [&]() -> Result<void, StoreTrouble> {
    Database::Transaction all(*database);
    if (const auto begun = all.begun(); !begun) return begun;
    if (const auto done = steps(store); !done) return done;
    return all.commit();
  }();
  if (!written) {
    log::error("an account could not be written: {}", text_of(written.error()));
    return refused(AccountFault::not_written);
  }
  auto tables = store.read();  // as it stands on the disk, ids included
  if (!tables) return refused(AccountFault::not_read);
  publish(std::move(*tables));
  return {};
}

Result<void, AccountRefusal> AccountFile::write_as(const std::string& by, const Steps& steps) {
  return write([&](AccountStore& store) -> Result<void, StoreTrouble> {
    if (const auto done = steps(store); !done) return done;
    const auto became = store.read();
    if (!became) return became.error();
    return ChangeStore(store.database()).add(account_changes(book_.copy()->tables, *became, by, clock_.now()));
  });
}

}  // namespace darban::page
