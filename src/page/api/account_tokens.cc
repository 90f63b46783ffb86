// SPDX-License-Identifier: Apache-2.0
// GET /tokens, POST /tokens {"label","scopes","days","own_password"}, DELETE /tokens/{id}: keys for programs. The token is shown this once.
#include <algorithm>

#include "page/api/account_api.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

constexpr std::int64_t kUsualDays = 365;
constexpr std::size_t kMostScopes = 8;

web::Answer get_tokens(const AccountApi& api) {
  const auto book = api.desk->book().copy();
  JsonWriter json;
  json.open_object();
  json.open_list("tokens");
  for (const ApiTokenRow& row : book->tables.tokens) {
    json.open_object();
    json.field("id", row.id);
    json.field("label", family_text(row.label));
    json.field("scopes", family_text(row.scopes));
    write_day(json, "created", row.created);
    write_day(json, "ends", row.ends);
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return with_json(json);
}

// As they are kept; nothing where one is unknown or there twice.
std::string joined_scopes(std::vector<std::string> scopes) {
  std::sort(scopes.begin(), scopes.end());
  const bool twice = std::adjacent_find(scopes.begin(), scopes.end()) != scopes.end();
  const bool known =
      std::all_of(scopes.begin(), scopes.end(), [](const std::string& each) { return scope_named(each).has_value(); });
  std::string joined;
  if (twice || !known) return joined;
  for (const std::string& each : scopes) joined += (joined.empty() ? "" : " ") + each;
  return joined;
}

web::Answer post_token(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  const std::string label = sent.text("label", kMostOctets);
  const std::string scopes = joined_scopes(sent.texts("scopes", kMostScopes, kMostOctets));
  const std::int64_t days = sent.whole("days", kUsualDays);
  const std::string own = sent.text(kOwnPassword, kMostOctets);
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  const auto add = [api, label, scopes, days, by = caller->name](const std::string&) {
    const auto made = api.desk->add_token(label, scopes, days, by);
    if (!made) return response_of(made.error());
    JsonWriter json;
    json.open_object();
    json.field("id", made->id);
    json.field("token", family_text(written_api_token(made->token)));
    json.close_object();
    web::Response response = with_json(json);
    response.status = 201;
    return response;
  };
  return at_desk_proven(api, {*caller, Right::keep_tokens, request.visitor, own, std::nullopt, add});
}

web::Answer delete_token(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::keep_tokens, [api, id = id_in(request), by = caller->name] {
    return done_or(api.desk->remove_token(id, by));
  });
}

}  // namespace

void add_tokens(Routes& routes, const AccountApi& api) {
  const web::Roles owners = who_may(Right::keep_tokens);
  routes.push_back({web::Method::get, "/api/v1/tokens", owners, [api](const web::Request&) { return get_tokens(api); }});
  routes.push_back(
      {web::Method::post, "/api/v1/tokens", owners, [api](const web::Request& request) { return post_token(api, request); }});
  routes.push_back({web::Method::remove, "/api/v1/tokens/{id}", owners,
                    [api](const web::Request& request) { return delete_token(api, request); }});
}

}  // namespace darban::page
