// SPDX-License-Identifier: Apache-2.0
#include "page/account_book.h"

#include <algorithm>

namespace darban::page {
namespace {

constexpr std::int64_t kDay = 86400;

template <typename Row, typename Is>
const Row* first_of(const std::vector<Row>& rows, Is is) {
  const auto found = std::find_if(rows.begin(), rows.end(), is);
  return found == rows.end() ? nullptr : &*found;
}

}  // namespace

std::int64_t day_of(const Now& now) { return now.wall_trusted ? now.wall.time_since_epoch().count() / kDay : 0; }

const AccountRow* AccountBook::account(std::int64_t id) const {
  return first_of(tables.accounts, [&](const AccountRow& row) { return row.id == id; });
}
const AccountRow* AccountBook::named(std::string_view name_key) const {
  return first_of(tables.accounts, [&](const AccountRow& row) { return row.name_key == name_key; });
}
const SessionRow* AccountBook::session(std::int64_t id) const {
  return first_of(tables.sessions, [&](const SessionRow& row) { return row.id == id; });
}
const SessionRow* AccountBook::session_of(std::string_view hash) const {
  return first_of(tables.sessions, [&](const SessionRow& row) { return row.hash == hash; });
}
const ApiTokenRow* AccountBook::token(std::int64_t id) const {
  return first_of(tables.tokens, [&](const ApiTokenRow& row) { return row.id == id; });
}
const ApiTokenRow* AccountBook::token_of(std::string_view hash) const {
  return first_of(tables.tokens, [&](const ApiTokenRow& row) { return row.hash == hash; });
}
std::size_t AccountBook::owners() const {
  return static_cast<std::size_t>(
      std::count_if(tables.accounts.begin(), tables.accounts.end(), [](const AccountRow& row) { return row.role == "owner"; }));
}

bool is_over(const SessionRow& session, std::int64_t today) {
  if (today == 0) return false;
  return (session.ends != 0 && today > session.ends) || (session.used != 0 && today - session.used > kIdleDays);
}

bool is_over(const ApiTokenRow& token, std::int64_t today) { return today != 0 && today > token.ends; }

}  // namespace darban::page
