// SPDX-License-Identifier: Apache-2.0
#include "page/account_change.h"

#include <algorithm>
#include <utility>

namespace darban::page {
namespace {

constexpr const char* kRemoved = "removed";
constexpr const char* kDarban = "darban";

template <typename Row>
const Row* row_of(const std::vector<Row>& rows, std::int64_t id) {
  const auto found = std::find_if(rows.begin(), rows.end(), [id](const Row& row) { return row.id == id; });
  return found == rows.end() ? nullptr : &*found;
}

std::string on_or_off(bool on) { return on ? "on" : "off"; }

class Writer {
 public:
  Writer(std::string by, const Now& now) : by_(std::move(by)), at_(now.wall_trusted ? now.wall : WallTime{}) {}
  void changed(std::string setting, std::string was, std::string became) {
    if (was != became) changes_.push_back({at_, by_, {}, std::move(setting), std::move(was), std::move(became)});
  }
  std::vector<Change> take() { return std::move(changes_); }

 private:
  std::string by_;
  WallTime at_;
  std::vector<Change> changes_;
};

std::string joined(const std::vector<std::string>& rooms) {
  std::string text;
  for (const std::string& room : rooms) text += (text.empty() ? "" : ", ") + room;
  return text;
}

void write_account(Writer& writer, const AccountRow& was, const AccountRow& became) {
  writer.changed("account-name", was.name, became.name);
  writer.changed("account " + became.name, was.role, became.role);
  writer.changed("rooms " + became.name, joined(was.rooms), joined(became.rooms));
  if (was.password != became.password) writer.changed("password " + became.name, "", "new");
  writer.changed("second-step " + became.name, on_or_off(was.totp_on), on_or_off(became.totp_on));
}

}  // namespace

std::vector<Change> account_changes(const AccountTables& was, const AccountTables& became, const std::string& by,
                                    const Now& now) {
  Writer writer(by, now);
  for (const AccountRow& row : was.accounts) {
    if (row_of(became.accounts, row.id) == nullptr) writer.changed("account " + row.name, row.role, kRemoved);
  }
  for (const AccountRow& row : became.accounts) {
    const AccountRow* const before = row_of(was.accounts, row.id);
    if (before == nullptr) {
      writer.changed("account " + row.name, "", row.role);
      writer.changed("rooms " + row.name, "", joined(row.rooms));
    } else {
      write_account(writer, *before, row);
    }
  }
  for (const ApiTokenRow& row : was.tokens) {
    if (row_of(became.tokens, row.id) == nullptr) writer.changed("key " + row.label, row.scopes, kRemoved);
  }
  for (const ApiTokenRow& row : became.tokens) {
    if (row_of(was.tokens, row.id) == nullptr) writer.changed("key " + row.label, "", row.scopes);
  }
  return writer.take();
}

Change log_began_anew(const Now& now) { return {now.wall_trusted ? now.wall : WallTime{}, kDarban, {}, "log", {}, "anew"}; }

}  // namespace darban::page
