// SPDX-License-Identifier: Apache-2.0
// Who may log in, as it is kept. Values; what they mean is decided in page/. Days are days since 1970-01-01 in UTC; 0: nobody
// knew the time yet. No time finer than a day.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

namespace darban {

struct AccountRow {
  std::int64_t id = 0;
  std::string name{};      // as it is shown
  std::string name_key{};  // without its case: two accounts never have the same
  std::string role{};
  std::string password{};  // Argon2id (base/crypto.h)
  std::string language{};
  std::string totp_secret{};   // base32; empty: none
  bool totp_on = false;        // false with a secret: it waits for its first code
  std::int64_t totp_step = 0;  // the last one that was used
  std::int64_t created = 0;
  std::vector<std::string> rooms{};  // of a teacher: where they give, by the rooms' names; ascending, each once
  friend bool operator==(const AccountRow&, const AccountRow&) = default;
};

struct BackupCodeRow {
  std::int64_t account = 0;
  std::string hash{};
  friend bool operator==(const BackupCodeRow&, const BackupCodeRow&) = default;
};

struct SessionRow {
  std::int64_t id = 0;
  std::string hash{};  // of the token; the token itself is kept nowhere
  std::int64_t account = 0;
  std::string label{};
  std::int64_t created = 0;
  std::int64_t used = 0;
  std::int64_t ends = 0;  // its last day
  friend bool operator==(const SessionRow&, const SessionRow&) = default;
};

struct ApiTokenRow {
  std::int64_t id = 0;
  std::string hash{};
  std::string label{};
  std::string scopes{};
  std::int64_t created = 0;
  std::int64_t ends = 0;
  friend bool operator==(const ApiTokenRow&, const ApiTokenRow&) = default;
};

struct AccountTables {  // each ascending by id
  std::vector<AccountRow> accounts{};
  std::vector<BackupCodeRow> backup_codes{};
  std::vector<SessionRow> sessions{};
  std::vector<ApiTokenRow> tokens{};
  friend bool operator==(const AccountTables&, const AccountTables&) = default;
};

}  // namespace darban
