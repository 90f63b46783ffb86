// SPDX-License-Identifier: Apache-2.0
// POST /me/totp: a new secret, which waits. PUT /me/totp {"code"}: the app has it, so it is on; ten backup codes are shown this
// once, and the login goes on under a new token. DELETE /me/totp: off.
#include "page/api/account_api.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

web::Answer post_totp(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::own_account, [api, account = caller->account] {
    const auto offer = api.desk->begin_totp(account);
    if (!offer) return response_of(offer.error());
    JsonWriter json;
    json.open_object();
    json.field("secret", family_text(offer->secret));
    json.field("uri", family_text(offer->address));
    json.close_object();
    return with_json(json);
  });
}

web::Response switched_on(const AccountDesk::TotpOn& on, web::Way way) {
  JsonWriter json;
  json.open_object();
  json.open_list("backup_codes");
  for (const std::string& code : on.backup_codes) json.item(family_text(code));
  json.close_list();
  json.field("token", family_text(page_token_of(on.session.token)));
  json.close_object();
  web::Response response = with_json(json);
  response.more.push_back({"Set-Cookie", cookie_for(on.session.token, way)});
  return response;
}

web::Answer put_totp(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  const std::string code = sent.text("code", kMostOctets);
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::own_account,
                    [api, caller = *caller, code, visitor = request.visitor, way = request.way] {
                      const auto on = api.desk->switch_totp_on(visitor, caller.account, caller.session, code);
                      return on ? switched_on(*on, way) : response_of(on.error());
                    });
}

web::Answer delete_totp(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::own_account,
                    [api, caller = *caller] { return done_or(api.desk->switch_totp_off(caller.account, caller.name)); });
}

}  // namespace

void add_totp(Routes& routes, const AccountApi& api) {
  const web::Roles who = who_may(Right::own_account);
  routes.push_back(
      {web::Method::post, "/api/v1/me/totp", who, [api](const web::Request& request) { return post_totp(api, request); }});
  routes.push_back(
      {web::Method::put, "/api/v1/me/totp", who, [api](const web::Request& request) { return put_totp(api, request); }});
  routes.push_back(
      {web::Method::remove, "/api/v1/me/totp", who, [api](const web::Request& request) { return delete_totp(api, request); }});
}

}  // namespace darban::page
