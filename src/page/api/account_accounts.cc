// SPDX-License-Identifier: Apache-2.0
// GET /accounts, POST /accounts {"name","role","password","language"}, PATCH /accounts/{id} with any of them, DELETE
// /accounts/{id}: for owners.
#include "page/api/account_api.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

web::Answer get_accounts(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  const std::int64_t mine = caller ? caller->account : 0;
  const auto book = api.desk->book().copy();
  JsonWriter json;
  json.open_object();
  json.open_list("accounts");
  for (const AccountRow& row : book->tables.accounts) {
    json.open_object();
    json.field("id", row.id);
    json.field("name", family_text(row.name));
    json.field("role", family_text(row.role));
    json.field("language", family_text(row.language));
    json.field("totp", row.totp_on);
    write_day(json, "created", row.created);
    json.field("me", row.id == mine);
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return with_json(json);
}

web::Response created(const Result<std::int64_t, AccountRefusal>& id) {
  if (!id) return response_of(id.error());
  JsonWriter json;
  json.open_object();
  json.field("id", *id);
  json.close_object();
  web::Response response = with_json(json);
  response.status = 201;
  response.more.push_back({"Location", "/api/v1/accounts/" + std::to_string(*id)});
  return response;
}

web::Answer post_account(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  AccountWish wish;
  wish.name = sent.text("name", kMostOctets);
  wish.role = sent.text("role", kMostOctets);
  const std::string password = sent.text("password", kMostOctets);
  wish.language = sent.maybe_text("language", kMostOctets);
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  const PasswordRule rule = rule_broken_by(password, *wish.name);
  if (rule != PasswordRule::good) return response_of({fault_of(rule), Seconds(0)});
  return hash_at_desk_as(api, *caller, Right::keep_accounts, password, [api, wish, by = caller->name](const std::string& hash) {
    AccountWish whole = wish;
    whole.hash = hash;
    return created(api.desk->add_account(whole, by));
  });
}

web::Answer patch_account(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  AccountWish wish;
  wish.name = sent.maybe_text("name", kMostOctets);
  wish.role = sent.maybe_text("role", kMostOctets);
  wish.language = sent.maybe_text("language", kMostOctets);
  const auto password = sent.maybe_text("password", kMostOctets);
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  const std::int64_t id = id_in(request);
  if (!password)
    return at_desk_as(api, *caller, Right::keep_accounts,
                      [api, wish, id, by = caller->name] { return done_or(api.desk->change_account(id, wish, by)); });
  const auto book = api.desk->book().copy();
  const AccountRow* const row = book->account(id);
  const PasswordRule rule = rule_broken_by(*password, wish.name.value_or(row == nullptr ? "" : row->name));
  if (rule != PasswordRule::good) return response_of({fault_of(rule), Seconds(0)});
  return hash_at_desk_as(api, *caller, Right::keep_accounts, *password, [api, wish, id, by = caller->name](const std::string& hash) {
    AccountWish whole = wish;
    whole.hash = hash;
    return done_or(api.desk->change_account(id, whole, by));
  });
}

web::Answer delete_account(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::keep_accounts,
                    [api, id = id_in(request), by = caller->name] { return done_or(api.desk->remove_account(id, by)); });
}

}  // namespace

void add_accounts(Routes& routes, const AccountApi& api) {
  const web::Roles owners = who_may(Right::keep_accounts);
  routes.push_back(
      {web::Method::get, "/api/v1/accounts", owners, [api](const web::Request& request) { return get_accounts(api, request); }});
  routes.push_back(
      {web::Method::post, "/api/v1/accounts", owners, [api](const web::Request& request) { return post_account(api, request); }});
  routes.push_back({web::Method::patch, "/api/v1/accounts/{id}", owners,
                    [api](const web::Request& request) { return patch_account(api, request); }});
  routes.push_back({web::Method::remove, "/api/v1/accounts/{id}", owners,
                    [api](const web::Request& request) { return delete_account(api, request); }});
}

}  // namespace darban::page
