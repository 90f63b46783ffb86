// SPDX-License-Identifier: Apache-2.0
// GET /sessions: where I am logged in, by day and label, never by address. DELETE /sessions: everywhere but here.
// DELETE /sessions/{id}: there.
#include "page/api/account_api.h"
#include "page/family_text.h"

namespace darban::page {
namespace {

web::Answer get_sessions(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  const auto book = api.desk->book().copy();
  JsonWriter json;
  json.open_object();
  json.open_list("sessions");
  for (const SessionRow& row : book->tables.sessions) {
    if (row.account != caller->account) continue;
    json.open_object();
    json.field("id", row.id);
    json.field("label", family_text(row.label));
    write_day(json, "created", row.created);
    write_day(json, "used", row.used);
    json.field("current", row.id == caller->session);
    json.close_object();
  }
  json.close_list();
  json.close_object();
  return with_json(json);
}

web::Answer delete_others(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::own_account,
                    [api, caller = *caller] { return done_or(api.desk->end_other_sessions(caller.account, caller.session)); });
}

web::Answer delete_one(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::own_account, [api, account = caller->account, id = id_in(request)] {
    return done_or(api.desk->end_session(account, id));
  });
}

}  // namespace

void add_sessions(Routes& routes, const AccountApi& api) {
  routes.push_back({web::Method::get, "/api/v1/sessions", who_may(Right::own_account),
                    [api](const web::Request& request) { return get_sessions(api, request); }});
  routes.push_back({web::Method::remove, "/api/v1/sessions", who_may(Right::own_account),
                    [api](const web::Request& request) { return delete_others(api, request); }});
  routes.push_back({web::Method::remove, "/api/v1/sessions/{id}", who_may(Right::own_account),
                    [api](const web::Request& request) { return delete_one(api, request); }});
}

}  // namespace darban::page
