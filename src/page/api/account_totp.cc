// SPDX-License-Identifier: Apache-2.0
// POST /me/totp {"own_password"}: a new secret, which waits. PUT /me/totp {"code"}: the app has it, so it is on; ten backup codes
// are shown this once, and the login goes on under a new token. POST /me/totp/off {"own_password"}: off.
#include "page/api/account_api.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

web::Response offered(const Result<AccountDesk::TotpOffer, AccountRefusal>& offer) {
  if (!offer) return response_of(offer.error());
  JsonWriter json;
  json.open_object();
  json.field("secret", family_text(offer->secret));
  json.field("uri", family_text(offer->address));
  json.close_object();
  return with_json(json);
}

using Errand = std::function<web::Response(const Caller&)>;

web::Answer with_own_password(const AccountApi& api, const web::Request& request, const Errand& errand) {
  SentFields sent(request);
  const std::string own = sent.text(kOwnPassword, kMostOctets);
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_proven(api, {*caller, Right::own_account, request.visitor, own, std::nullopt,
                              [errand, caller = *caller](const std::string&) { return errand(caller); }});
}

// Whoever switches it on has all other logins ended and is asked at each one to come, so this needs the password as switching it
// off does.
web::Answer begin(const AccountApi& api, const web::Request& request) {
  return with_own_password(api, request, [api](const Caller& caller) { return offered(api.desk->begin_totp(caller.account)); });
}

web::Answer switch_off(const AccountApi& api, const web::Request& request) {
  return with_own_password(api, request, [api](const Caller& caller) {
    return done_or(api.desk->switch_totp_off(caller.account, caller.name));
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

}  // namespace

void add_totp(Routes& routes, const AccountApi& api) {
  const web::Roles who = who_may(Right::own_account);
  routes.push_back(
      {web::Method::post, "/api/v1/me/totp", who, [api](const web::Request& request) { return begin(api, request); }});
  routes.push_back(
      {web::Method::put, "/api/v1/me/totp", who, [api](const web::Request& request) { return put_totp(api, request); }});
  routes.push_back(
      {web::Method::post, "/api/v1/me/totp/off", who, [api](const web::Request& request) { return switch_off(api, request); }});
}

}  // namespace darban::page
