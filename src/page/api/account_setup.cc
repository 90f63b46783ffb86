// SPDX-License-Identifier: Apache-2.0
// POST /setup {"code","name","password","language","label"}: the first owner, from inside the house, with the code that darban
// shows. Logged in at once.
#include "page/api/account_api.h"

namespace darban::page {
namespace {

struct SetUpWish {
  std::string code;
  std::string password;
  std::string label;
  AccountWish owner;
};

void make_owner(const AccountApi& api, const SetUpWish& wish, web::Way way, const web::PendingReply& reply) {
  const auto hash = std::make_shared<std::optional<std::string>>();
  hash_then(
      api, reply, [api, wish, hash] { *hash = crypto::hash_password(wish.password, api.desk->cost()); },
      [api, wish, way, hash, reply] {
        if (!*hash) return reply.answer(response_of({AccountFault::no_memory, Seconds(0)}));
        AccountWish owner = wish.owner;
        owner.hash = **hash;
        const auto session = api.desk->set_up(owner, wish.label);
        reply.answer(session ? me_anew(api, *session, way) : response_of(session.error()));
      });
}

web::Answer post_setup(const AccountApi& api, const web::Request& request) {
  SentFields sent(request);
  SetUpWish wish;
  wish.code = sent.text("code", kMostOctets);
  wish.owner.name = sent.text("name", kMostOctets);
  wish.password = sent.text("password", kMostOctets);
  wish.owner.language = sent.maybe_text("language", kMostOctets);
  wish.label = sent.maybe_text("label", kMostOctets).value_or("");
  if (auto wrong = sent.wrong()) return *wrong;
  const PasswordRule rule = rule_broken_by(wish.password, *wish.owner.name);
  if (rule != PasswordRule::good) return response_of({fault_of(rule), Seconds(0)});
  return at_desk(api, [api, wish, visitor = request.visitor, way = request.way](const web::PendingReply& reply) {
    if (visitor && !api.is_in_house(*visitor)) return reply.answer(response_of({AccountFault::not_from_here, Seconds(0)}));
    const auto begun = api.desk->begin_set_up(visitor, wish.code);
    if (!begun) return reply.answer(response_of(begun.error()));
    make_owner(api, wish, way, reply);
  });
}

}  // namespace

void add_setup(Routes& routes, const AccountApi& api) {
  routes.push_back({web::Method::post, "/api/v1/setup", {web::Role::anybody}, [api](const web::Request& request) {
                      return post_setup(api, request);
                    }});
}

}  // namespace darban::page
