// SPDX-License-Identifier: Apache-2.0
// Who may log in, as everybody may look at it: an immutable copy of what is on the disk, published by the AccountDesk after each
// change. Small: its bounds are here.
#pragma once
#include <cstddef>
#include <cstdint>
#include <string_view>

#include "base/clock.h"
#include "store/account_row.h"

namespace darban::page {

inline constexpr std::size_t kMostAccounts = 32;
inline constexpr std::size_t kMostSessions = 16;  // of one account: one more ends the one that was not used the longest
inline constexpr std::size_t kMostTokens = 32;
inline constexpr std::size_t kMostRooms = 64;  // of one teacher
inline constexpr std::int64_t kIdleDays = 30;
inline constexpr std::int64_t kLongestDays = 180;

// Days since 1970-01-01 in UTC; 0: the clock is not to be trusted.
std::int64_t day_of(const Now& now);

struct AccountBook {
  AccountTables tables{};
  bool known = false;  // the disk was read once; until then nobody can log in, and nobody can set up

  // Null where there is none.
  const AccountRow* account(std::int64_t id) const;
  const AccountRow* named(std::string_view name_key) const;
  const SessionRow* session(std::int64_t id) const;
  const SessionRow* session_of(std::string_view hash) const;
  const ApiTokenRow* token(std::int64_t id) const;
  const ApiTokenRow* token_of(std::string_view hash) const;
  std::size_t owners() const;
};

// Whether its time is over. While nobody knows the day, nothing is.
bool is_over(const SessionRow& session, std::int64_t today);
bool is_over(const ApiTokenRow& token, std::int64_t today);

}  // namespace darban::page
