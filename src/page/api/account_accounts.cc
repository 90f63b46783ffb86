// SPDX-License-Identifier: Apache-2.0
// GET /accounts, POST /accounts {"name","role","password","language","rooms"}, PATCH /accounts/{id} with any of them, DELETE
// /accounts/{id}: for owners. Rooms are a teacher's, by their names. Who makes an owner, or changes one, sends "own_password" too.
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
    write_rooms(json, row);
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

bool is_owner(const AccountRow* row) { return row != nullptr && account_role_named(row->role) == web::Role::owner; }
bool becomes_owner(const AccountWish& wish) { return wish.role && account_role_named(*wish.role) == web::Role::owner; }

web::Answer post_account(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  AccountWish wish;
  wish.name = sent.text("name", kMostOctets);
  wish.role = sent.text("role", kMostOctets);
  const std::string password = sent.text("password", kMostOctets);
  wish.language = sent.maybe_text("language", kMostOctets);
  wish.rooms = sent.maybe_texts("rooms", kMostRooms, kMostOctets);
  const std::string own = sent.maybe_text(kOwnPassword, kMostOctets).value_or("");
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  const PasswordRule rule = rule_broken_by(password, *wish.name);
  if (rule != PasswordRule::good) return response_of({fault_of(rule), Seconds(0)});
  const auto add = [api, wish, by = caller->name](const std::string& hash) {
    AccountWish whole = wish;
    whole.hash = hash;
    return created(api.desk->add_account(whole, by));
  };
  if (becomes_owner(wish)) return at_desk_proven(api, {*caller, Right::keep_accounts, request.visitor, own, password, add});
  return hash_at_desk_as(api, *caller, Right::keep_accounts, password, add);
}

web::Answer patch_account(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  AccountWish wish;
  wish.name = sent.maybe_text("name", kMostOctets);
  wish.role = sent.maybe_text("role", kMostOctets);
  wish.language = sent.maybe_text("language", kMostOctets);
  const auto password = sent.maybe_text("password", kMostOctets);
  wish.rooms = sent.maybe_texts("rooms", kMostRooms, kMostOctets);
  const std::string own = sent.maybe_text(kOwnPassword, kMostOctets).value_or("");
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  const std::int64_t id = id_in(request);
  const auto book = api.desk->book().copy();
  const AccountRow* const row = book->account(id);
  if (password) {
    const PasswordRule rule = rule_broken_by(*password, wish.name.value_or(row == nullptr ? "" : row->name));
    if (rule != PasswordRule::good) return response_of({fault_of(rule), Seconds(0)});
  }
  const bool needs_proof = is_owner(row) || becomes_owner(wish);
  const auto change = [api, wish, id, needs_proof, by = caller->name](const std::string& hash) {
    // Somebody made them an owner while this was on its way.
    if (!needs_proof && is_owner(api.desk->book().copy()->account(id)))
      return response_of({AccountFault::own_password_needed, Seconds(0)});
    AccountWish whole = wish;
    if (!hash.empty()) whole.hash = hash;
    return done_or(api.desk->change_account(id, whole, by));
  };
  if (needs_proof) return at_desk_proven(api, {*caller, Right::keep_accounts, request.visitor, own, password, change});
  if (!password) return at_desk_as(api, *caller, Right::keep_accounts, [change] { return change(""); });
  return hash_at_desk_as(api, *caller, Right::keep_accounts, *password, change);
}

// An owner is made something else first, which asks for a password: a DELETE has no body to bring one in.
web::Answer delete_account(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::keep_accounts, [api, id = id_in(request), by = caller->name] {
    const auto book = api.desk->book().copy();
    if (is_owner(book->account(id)))
      return response_of({book->owners() == 1 ? AccountFault::last_owner : AccountFault::owner_stays, Seconds(0)});
    return done_or(api.desk->remove_account(id, by));
  });
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
