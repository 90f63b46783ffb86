// SPDX-License-Identifier: Apache-2.0
// POST /session {"name","password","code","label"}: log in. The browser gets a token it never had before, and the session it had
// ends. DELETE /session: log out.
#include "page/api/account_api.h"

namespace darban::page {
namespace {

struct LogInWish {
  std::string name;
  std::string password;
  AccountDesk::LogIn log_in;
};

void compare(const AccountApi& api, const LogInWish& wish, const PasswordTry& made, web::Way way,
             const web::PendingReply& reply) {
  const auto heard = std::make_shared<AccountDesk::LogIn>(wish.log_in);
  const bool taken = hash_then(
      api, reply,
      [api, password = wish.password, made, heard] {
        heard->fit = crypto::fit_of_password(password, made.hash);
        if (heard->fit == crypto::PasswordFit::fits && crypto::has_other_cost(made.hash, api.desk->cost()))
          heard->renewed_hash = crypto::hash_password(password, api.desk->cost()).value_or("");
      },
      [api, made, heard, way, reply] {
        const auto session = api.desk->log_in(made, *heard);
        reply.answer(session ? me_anew(api, *session, way) : response_of(session.error()));
      });
  if (!taken) api.desk->give_up(made);
}

web::Answer post_session(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  LogInWish wish;
  wish.name = sent.text("name", kMostOctets);
  wish.password = sent.text("password", kMostOctets);
  wish.log_in.code = sent.maybe_text("code", kMostOctets).value_or("");
  wish.log_in.label = sent.maybe_text("label", kMostOctets).value_or("");
  if (auto wrong = sent.wrong()) return *wrong;
  wish.log_in.old_token = session_token_in(request.field(web::Field::cookie)).value_or("");
  return at_desk(api, [api, wish, visitor = request.visitor, way = request.way](const web::PendingReply& reply) {
    const auto made = api.desk->begin_log_in(visitor, wish.name);
    if (!made) return reply.answer(response_of(made.error()));
    compare(api, wish, *made, way, reply);
  });
}

web::Answer delete_session(const AccountApi& api, const web::Request& request) {
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  return at_desk_as(api, *caller, Right::own_account, [api, caller = *caller, way = request.way] {
    web::Response response = done_or(api.desk->end_session(caller.account, caller.session));
    if (response.status == 204) response.more.push_back({"Set-Cookie", cookie_that_ends(way)});
    return response;
  });
}

}  // namespace

void add_session(Routes& routes, const AccountApi& api) {
  routes.push_back({web::Method::post, "/api/v1/session", {web::Role::anybody}, [api](const web::Request& request) {
                      return post_session(api, request);
                    }});
  routes.push_back({web::Method::remove, "/api/v1/session", who_may(Right::own_account),
                    [api](const web::Request& request) { return delete_session(api, request); }});
}

}  // namespace darban::page
