// SPDX-License-Identifier: Apache-2.0
#include "page/api/account_api.h"

#include <charconv>
#include <chrono>

#include "page/family_text.h"

namespace darban::page {
namespace {

std::string two_digits(unsigned number) { return (number < 10 ? "0" : "") + std::to_string(number); }

}  // namespace

bool still_may(const AccountBook& book, const Caller& caller, Right right) {
  if (caller.session == 0) return may(caller.roles, right);
  const SessionRow* const session = book.session(caller.session);
  const AccountRow* const account = book.account(caller.account);
  if (session == nullptr || account == nullptr || session->account != account->id) return false;
  const auto role = account_role_named(account->role);
  return role && may({*role}, right);
}

Routes account_routes(const AccountApi& api) {
  Routes routes;
  add_me(routes, api);
  add_setup(routes, api);
  add_session(routes, api);
  add_sessions(routes, api);
  add_accounts(routes, api);
  add_own_password(routes, api);
  add_totp(routes, api);
  add_tokens(routes, api);
  return routes;
}

web::Answer at_desk(const AccountApi& api, std::function<void(const web::PendingReply&)> errand) {
  return web::Later{[api, errand = std::move(errand)](const web::PendingReply& reply) {
    if (!api.leave([errand, reply] { errand(reply); })) reply.answer(web::problem(web::Refusal::busy));
  }};
}

web::Answer at_desk_as(const AccountApi& api, const Caller& caller, Right right, std::function<web::Response()> errand) {
  return at_desk(api, [api, caller, right, errand = std::move(errand)](const web::PendingReply& reply) {
    const bool may_still = still_may(*api.desk->book().copy(), caller, right);
    reply.answer(may_still ? errand() : response_of({AccountFault::session_over, Seconds(0)}));
  });
}

bool hash_then(const AccountApi& api, const web::PendingReply& reply, std::function<void()> hashing, std::function<void()> rest) {
  const bool taken = api.work->submit([api, reply, hashing = std::move(hashing), rest = std::move(rest)] {
    hashing();
    if (!api.leave(rest)) reply.answer(web::problem(web::Refusal::busy));
  });
  if (!taken) reply.answer(web::problem(web::Refusal::busy));
  return taken;
}

web::Answer hash_at_desk_as(const AccountApi& api, const Caller& caller, Right right, const std::string& password,
                            std::function<web::Response(const std::string& hash)> errand) {
  return web::Later{[api, caller, right, password, errand = std::move(errand)](const web::PendingReply& reply) {
    const auto hash = std::make_shared<std::optional<std::string>>();
    hash_then(
        api, reply, [api, password, hash] { *hash = crypto::hash_password(password, api.desk->cost()); },
        [api, caller, right, errand, reply, hash] {
          if (!*hash) return reply.answer(response_of({AccountFault::no_memory, Seconds(0)}));
          if (!still_may(*api.desk->book().copy(), caller, right))
            return reply.answer(response_of({AccountFault::session_over, Seconds(0)}));
          reply.answer(errand(**hash));
        });
  }};
}

std::int64_t id_in(const web::Request& request) {
  const std::string text = request.parts.empty() ? std::string() : request.parts.front();
  std::int64_t id = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), id);
  return problem == std::errc() && end == text.data() + text.size() && id > 0 ? id : 0;
}

web::Response with_json(JsonWriter& json) {
  web::Response response;
  response.body = json.take();
  return response;
}

web::Response no_content() {
  web::Response response;
  response.status = 204;
  return response;
}

void write_day(JsonWriter& json, Text key, std::int64_t day) {
  if (day == 0) return json.null_field(key);
  const std::chrono::year_month_day date{std::chrono::sys_days(std::chrono::days(day))};
  json.field(key,
             family_text(std::to_string(static_cast<int>(date.year())) + "-" + two_digits(static_cast<unsigned>(date.month())) +
                         "-" + two_digits(static_cast<unsigned>(date.day()))));
}

web::Response me(const AccountBook& book, std::int64_t account, const std::string& session_token) {
  const AccountRow* const row = session_token.empty() ? nullptr : book.account(account);
  const AccountRow nobody;
  const AccountRow& mine = row == nullptr ? nobody : *row;
  const web::Role role = account_role_named(mine.role).value_or(web::Role::anybody);
  JsonWriter json;
  json.open_object();
  json.field("role", word_of(role));
  json.field("name", family_text(mine.name));
  json.field("language", family_text(mine.language));
  json.field("token", family_text(row == nullptr ? "" : page_token_of(session_token)));
  json.field("setup", book.known && book.owners() == 0);
  json.field("login", row != nullptr);
  json.field("totp", mine.totp_on);
  json.close_object();
  return with_json(json);
}

web::Response me_anew(const AccountApi& api, const NewSession& session, web::Way way) {
  web::Response response = me(*api.desk->book().copy(), session.account, session.token);
  response.more.push_back({"Set-Cookie", cookie_for(session.token, way)});
  return response;
}

}  // namespace darban::page
