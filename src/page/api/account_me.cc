// SPDX-License-Identifier: Apache-2.0
// GET /me: who the visitor is, and the page token that every change must bring. PATCH /me: one's own language.
#include "page/api/account_api.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

web::Response program(const Caller& caller) {
  JsonWriter json;
  json.open_object();
  json.field("role", Text("program"));
  json.field("name", family_text(caller.name));
  json.field("language", Text(""));
  json.field("token", Text(""));
  json.field("setup", false);
  json.field("login", true);
  json.field("totp", false);
  write_rooms(json, {});
  json.close_object();
  return with_json(json);
}

web::Answer get_me(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return me(*api.desk->book().copy(), 0, {});
  if (caller->session == 0) return program(*caller);
  return me(*api.desk->book().copy(), caller->account, caller->session_token);
}

web::Answer patch_me(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  AccountWish wish;
  wish.language = sent.text("language", kMostOctets);
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::own_account,
                    [api, wish, caller = *caller] { return done_or(api.desk->change_account(caller.account, wish, caller.name)); });
}

}  // namespace

void add_me(Routes& routes, const AccountApi& api) {
  routes.push_back({web::Method::get, "/api/v1/me", {web::Role::anybody}, [api](const web::Request& request) {
                      return get_me(api, request);
                    }});
  routes.push_back({web::Method::patch, "/api/v1/me", who_may(Right::own_account),
                    [api](const web::Request& request) { return patch_me(api, request); }});
}

}  // namespace darban::page
