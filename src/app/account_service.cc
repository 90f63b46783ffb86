// SPDX-License-Identifier: Apache-2.0
#include "app/account_service.h"

#include <algorithm>

#include "base/json_writer.h"
#include "page/account_name.h"
#include "page/family_text.h"
#include "page/password.h"

namespace darban {
namespace {

using page::AccountBook;

ControlReply refused(const page::AccountRefusal& refusal) { return {ControlOutcome::refused, page::words_of(refusal) + "\n"}; }
ControlReply done(std::string text) { return {ControlOutcome::done, std::move(text) + "\n"}; }

std::size_t logins_of(const AccountBook& book, std::int64_t account) {
  return static_cast<std::size_t>(std::count_if(book.tables.sessions.begin(), book.tables.sessions.end(),
                                                [&](const SessionRow& row) { return row.account == account; }));
}

std::string logins_text(std::size_t logins) { return std::to_string(logins) + (logins == 1 ? " login" : " logins"); }

std::string list_text(const AccountBook& book) {
  if (book.tables.accounts.empty()) return "no account yet: `darban account add NAME --role owner`, or the page's set-up\n";
  std::string text;
  for (const AccountRow& row : book.tables.accounts) {
    text += row.name + "  " + row.role + ", " + logins_text(logins_of(book, row.id));
    if (row.totp_on) text += ", a code of an app too";
    text += "\n";
  }
  return text;
}

std::string list_json(const AccountBook& book) {
  JsonWriter json;
  json.open_object();
  json.open_list("accounts");
  for (const AccountRow& row : book.tables.accounts) {
    json.open_object();
    json.field("name", page::family_text(row.name));
    json.field("role", page::family_text(row.role));
    json.field("language", page::family_text(row.language));
    json.field("totp", row.totp_on);
    json.field("logins", logins_of(book, row.id));
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return json.take() + "\n";
}

}  // namespace

AccountService::AccountService(page::AccountDesk::OpenDatabase database, const Clock& clock, page::AccountDesk::SetUp set_up)
    : desk_(std::move(database), clock, set_up, page::password_cost_for(page::machine_memory())) {}

ControlReply AccountService::answer(const AccountOrder& order) {
  desk_.tick();  // what another file says, if there is one now
  if (!desk_.book().copy()->known) return refused({page::AccountFault::not_read, Seconds(0)});
  switch (order.kind) {
    case AccountOrder::Kind::list:
    case AccountOrder::Kind::list_json:
      return list(order.kind);
    case AccountOrder::Kind::add:
      return add(order);
    case AccountOrder::Kind::password:
    case AccountOrder::Kind::role:
    case AccountOrder::Kind::remove:
    case AccountOrder::Kind::totp_off:
      return change(order);
  }
  return {ControlOutcome::misunderstood, "nothing is asked\n"};
}

ControlReply AccountService::list(AccountOrder::Kind kind) const {
  const auto book = desk_.book().copy();
  return {ControlOutcome::done, kind == AccountOrder::Kind::list_json ? list_json(*book) : list_text(*book)};
}

ControlReply AccountService::add(const AccountOrder& order) {
  page::AccountWish wish{.name = order.name, .role = order.role, .language = order.language, .hash = order.hash};
  const auto added = desk_.add_account(wish, page::kByCommand);
  return added ? done(order.name + " can log in now: " + order.role) : refused(added.error());
}

ControlReply AccountService::change(const AccountOrder& order) {
  const auto book = desk_.book().copy();
  const AccountRow* const row = book->named(page::name_key_of(order.name));
  if (row == nullptr)
    return {ControlOutcome::refused, "There is no account of that name; `darban account list` shows them all.\n"};
  const auto said = [&](const Result<void, page::AccountRefusal>& result, const char* text) {
    return result ? done(row->name + text) : refused(result.error());
  };
  switch (order.kind) {
    case AccountOrder::Kind::password:
      return said(desk_.change_account(row->id, {.hash = order.hash}, page::kByCommand),
                  " has a new password; where it was logged in, it is no more");
    case AccountOrder::Kind::role:
      return said(desk_.change_account(row->id, {.role = order.role}, page::kByCommand), " has that role; log in anew");
    case AccountOrder::Kind::remove:
      return said(desk_.remove_account(row->id, page::kByCommand), " is removed");
    default:
      return said(desk_.switch_totp_off(row->id, page::kByCommand), " logs in with the password alone");
  }
}

}  // namespace darban
