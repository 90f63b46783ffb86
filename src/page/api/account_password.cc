// SPDX-License-Identifier: Apache-2.0
// POST /me/password {"old","password"}: another password of one's own. All other logins end, this one gets a new token.
#include "page/api/account_api.h"

namespace darban::page {
namespace {

struct Heard {
  crypto::PasswordFit fit = crypto::PasswordFit::differs;
  std::string hash;
};

void compare_and_change(const AccountApi& api, const PasswordTry& made, const std::string& old, const std::string& password,
                        std::int64_t session, web::Way way, const web::PendingReply& reply) {
  const auto heard = std::make_shared<Heard>();
  const bool taken = hash_then(
      api, reply,
      [api, old, password, made, heard] {
        heard->fit = crypto::fit_of_password(old, made.hash);
        if (heard->fit == crypto::PasswordFit::fits) heard->hash = crypto::hash_password(password, api.desk->cost()).value_or("");
      },
      [api, made, heard, session, way, reply] {
        const auto renewed = api.desk->change_own_password(made, heard->fit, session, heard->hash);
        reply.answer(renewed ? me_anew(api, *renewed, way) : response_of(renewed.error()));
      });
  if (!taken) api.desk->give_up(made);
}

web::Answer post_password(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  const std::string old = sent.text("old", kMostOctets);
  const std::string password = sent.text("password", kMostOctets);
  if (auto wrong = sent.wrong()) return *wrong;
  const auto caller = api.guard->caller_of(request);
  if (!caller) return web::problem(web::Refusal::not_logged_in);
  const PasswordRule rule = rule_broken_by(password, caller->name);
  if (rule != PasswordRule::good) return response_of({fault_of(rule), Seconds(0)});
  return at_desk(
      api, [api, caller = *caller, old, password, visitor = request.visitor, way = request.way](const web::PendingReply& reply) {
        const auto made = api.desk->begin_own(visitor, caller.account);
        if (!made) return reply.answer(response_of(made.error()));
        compare_and_change(api, *made, old, password, caller.session, way, reply);
      });
}

}  // namespace

void add_own_password(Routes& routes, const AccountApi& api) {
  routes.push_back({web::Method::post, "/api/v1/me/password", who_may(Right::own_account),
                    [api](const web::Request& request) { return post_password(api, request); }});
}

}  // namespace darban::page
