// SPDX-License-Identifier: Apache-2.0
// Accounts, sessions and API tokens on the disk: single statements, which the caller puts into one transaction where they belong
// together. What is kept of a secret is a hash, but for the TOTP secret, which must be read to be used. One thread.
#pragma once
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include "base/result.h"
#include "store/account_row.h"
#include "store/database.h"

namespace darban {

class AccountStore {
 public:
  explicit AccountStore(Database& database) : database_(database) {}
  Database& database() const { return database_; }

  Result<AccountTables, StoreTrouble> read() const;
  // All of them, with their ids: into a file that has none.
  Result<void, StoreTrouble> restore(const AccountTables& tables);

  // A row whose id is 0 gets one.
  Result<void, StoreTrouble> add(AccountRow& row);
  Result<void, StoreTrouble> change(const AccountRow& row);
  Result<void, StoreTrouble> remove_account(std::int64_t id);  // with its sessions and backup codes

  Result<void, StoreTrouble> replace_backup_codes(std::int64_t account, std::span<const std::string> hashes);
  Result<void, StoreTrouble> remove_backup_code(std::int64_t account, const std::string& hash);

  Result<void, StoreTrouble> add(SessionRow& row);
  Result<void, StoreTrouble> change(const SessionRow& row);
  Result<void, StoreTrouble> remove_session(std::int64_t id);
  Result<void, StoreTrouble> remove_sessions_of(std::int64_t account, std::int64_t but = 0);

  Result<void, StoreTrouble> add(ApiTokenRow& row);
  Result<void, StoreTrouble> remove_token(std::int64_t id);

 private:
  Result<void, StoreTrouble> add_backup_code(const BackupCodeRow& row);
  Result<void, StoreTrouble> read_rooms(std::vector<AccountRow>& accounts) const;
  Result<void, StoreTrouble> replace_rooms(const AccountRow& row);
  Database& database_;
};

}  // namespace darban
