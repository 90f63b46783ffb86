// SPDX-License-Identifier: Apache-2.0
#include "page/guard.h"

#include "page/roles.h"
#include "page/session_token.h"

namespace darban::page {

// An API token counts alone: a cookie beside it is not looked at, so a program needs no page token, and a browser can not send
// that field for another site.
std::optional<Caller> Guard::caller_of(const web::Request& request) const {
  const auto book = book_.copy();
  const std::int64_t today = day_of(clock_.now());
  if (!request.field(web::Field::authorization).empty()) {
    const auto token = api_token_in(request.field(web::Field::authorization));
    return token ? by_token(*book, *token, today) : std::nullopt;
  }
  const auto token = session_token_in(request.field(web::Field::cookie));
  return token ? by_session(*book, *token, today) : std::nullopt;
}

Result<web::Roles, web::Refusal> Guard::roles_of(const web::Request& request) const {
  const auto caller = caller_of(request);
  if (!caller) {
    if (!request.field(web::Field::authorization).empty()) return web::Refusal::bad_key;
    return web::Roles{};
  }
  const bool change = !web::changes_nothing(request.method());
  if (caller->session != 0 && change && !is_page_token(request.field(web::Field::page_token), caller->session_token))
    return web::Refusal::no_page_token;
  return caller->roles;
}

std::optional<Caller> Guard::by_token(const AccountBook& book, const std::string& token, std::int64_t today) const {
  const ApiTokenRow* const row = book.token_of(hash_of_token(token));
  if (row == nullptr || is_over(*row, today)) return std::nullopt;
  Caller caller;
  caller.roles = roles_of_scopes(row->scopes);
  caller.name = row->label;
  return caller;
}

std::optional<Caller> Guard::by_session(const AccountBook& book, const std::string& token, std::int64_t today) const {
  const SessionRow* const row = book.session_of(hash_of_token(token));
  if (row == nullptr || is_over(*row, today)) return std::nullopt;
  const AccountRow* const account = book.account(row->account);
  const auto role = account == nullptr ? std::nullopt : account_role_named(account->role);
  if (!role) return std::nullopt;
  if (today != 0 && row->used < today && note_use_) note_use_(row->id);
  Caller caller;
  caller.roles.add(*role);
  caller.account = account->id;
  caller.session = row->id;
  caller.name = account->name;
  caller.language = account->language;
  caller.session_token = token;
  caller.totp = account->totp_on;
  caller.rooms = account->rooms;
  return caller;
}

}  // namespace darban::page
