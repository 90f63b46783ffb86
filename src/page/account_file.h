// SPDX-License-Identifier: Apache-2.0
// Accounts, sessions and tokens on the disk and as everybody sees them: what was written is published, and nothing else is.
// Control thread only, but for book(), which anybody may read.
#pragma once
#include <functional>
#include <memory>
#include <string>

#include "base/clock.h"
#include "base/published.h"
#include "base/result.h"
#include "page/account_book.h"
#include "page/account_fault.h"
#include "store/account_store.h"

namespace darban::page {

class AccountFile {
 public:
  // Null: it can not be had now.
  using OpenDatabase = std::function<Database*()>;
  using Steps = std::function<Result<void, StoreTrouble>(AccountStore&)>;
  // `on_news`: after each publishing. `clock` outlives this.
  AccountFile(OpenDatabase database, const Clock& clock, std::function<void()> on_news);

  const Published<AccountBook>& book() const { return book_; }
  // Reads it again. One that was lost under our hands, and is a new one now, gets what was known. Null: it can not be had.
  Database* open();
  // What it says now.
  Result<std::shared_ptr<const AccountBook>, AccountRefusal> current();

  // All steps or none of them; then what is on the disk is published. What only darban keeps, and what nobody needs to know of:
  // logins, days, codes that were used up.
  Result<void, AccountRefusal> write(const Steps& steps);
  // What somebody did, and with it its rows in the change log.
  Result<void, AccountRefusal> write_as(const std::string& by, const Steps& steps);

 private:
  void publish(AccountTables tables);
  OpenDatabase database_;
  const Clock& clock_;
  std::function<void()> on_news_;
  Published<AccountBook> book_{std::make_shared<const AccountBook>()};
};

}  // namespace darban::page
