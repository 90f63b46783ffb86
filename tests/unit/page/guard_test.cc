// SPDX-License-Identifier: Apache-2.0
// Who a request comes from: cookies, page tokens, API tokens.
#include "page/guard.h"

#include "page/roles.h"
#include "tests/unit/page/account_house.h"

using namespace darban;
using namespace darban::page;

namespace {

struct Gate {
  AccountHouse house;
  std::vector<std::int64_t> used;
  Guard guard{house.desk->book(), house.clock, [this](std::int64_t session) { used.push_back(session); }};
  static web::Request request(web::Method method, const std::string& cookie, const std::string& page_token = {}) {
    web::Request made;
    made.head.method = method;
    made.head.fields[static_cast<std::size_t>(web::Field::cookie)] = cookie;
    made.head.fields[static_cast<std::size_t>(web::Field::page_token)] = page_token;
    return made;
  }
  static web::Request with_key(web::Method method, const std::string& key, const std::string& cookie = {}) {
    web::Request made = request(method, cookie);
    made.head.fields[static_cast<std::size_t>(web::Field::authorization)] = key;
    return made;
  }
};

}  // namespace

TEST_CASE("a cookie says who somebody is, as long as the session is there") {
  Gate gate;
  const NewSession session = gate.house.make_owner();
  const auto request = Gate::request(web::Method::get, "darban=" + session.token);
  CHECK(gate.guard.roles_of(request)->has(web::Role::owner));
  CHECK(gate.guard.caller_of(request)->name == "Sara");
  CHECK_FALSE(gate.guard.roles_of(Gate::request(web::Method::get, ""))->has_login());
  CHECK_FALSE(gate.guard.roles_of(Gate::request(web::Method::get, "darban=" + std::string(64, '0')))->has_login());
  REQUIRE(gate.house.desk->end_session(1, gate.house.session_id(session.token)));
  CHECK_FALSE(gate.guard.roles_of(request)->has_login());
}

TEST_CASE("a session is over for the gate on the day it ends, whether or not anybody tidied up") {
  Gate gate;
  const auto request = Gate::request(web::Method::get, "darban=" + gate.house.make_owner().token);
  gate.house.clock.pass_days(30);
  CHECK(gate.guard.roles_of(request)->has_login());
  gate.house.clock.pass_days(1);
  CHECK_FALSE(gate.guard.roles_of(request)->has_login());
  gate.house.clock.at.wall_trusted = false;
  CHECK(gate.guard.roles_of(request)->has_login());
}

TEST_CASE("a change with a cookie needs the page token of that session") {
  Gate gate;
  const NewSession session = gate.house.make_owner();
  const std::string cookie = "darban=" + session.token;
  const std::string other = page_token_of(gate.house.log_in("Sara", "brown hat 7")->token);
  for (const web::Method method : {web::Method::post, web::Method::put, web::Method::patch, web::Method::remove}) {
    for (const std::string& wrong : {std::string(), other, session.token, std::string("x")}) {
      const auto roles = gate.guard.roles_of(Gate::request(method, cookie, wrong));
      REQUIRE_FALSE(roles);
      CHECK(roles.error() == web::Refusal::no_page_token);
    }
    CHECK(gate.guard.roles_of(Gate::request(method, cookie, page_token_of(session.token)))->has(web::Role::owner));
  }
}

TEST_CASE("an API token has its scopes, needs no page token, and ends") {
  Gate gate;
  const auto key = gate.house.desk->add_token("lamp", "grants:write stats:read", 10, "Sara");
  const std::string field = "Bearer " + written_api_token(key->token);
  const auto roles = gate.guard.roles_of(Gate::with_key(web::Method::post, field));
  REQUIRE(roles);
  CHECK(may(*roles, Right::give_time));
  CHECK(may(*roles, Right::see_numbers));
  CHECK_FALSE(may(*roles, Right::change_rules));
  gate.house.clock.pass_days(11);
  CHECK(gate.guard.roles_of(Gate::with_key(web::Method::get, field)).error() == web::Refusal::bad_key);
}

TEST_CASE("a token that does not fit is refused, and no cookie beside it helps") {
  Gate gate;
  const std::string cookie = "darban=" + gate.house.make_owner().token;
  for (const std::string& field :
       {std::string("Bearer x"), std::string("Basic c2FyYTp4"), "Bearer " + written_api_token(new_token())}) {
    const auto roles = gate.guard.roles_of(Gate::with_key(web::Method::get, field, cookie));
    REQUIRE_FALSE(roles);
    CHECK(roles.error() == web::Refusal::bad_key);
  }
}

TEST_CASE("the day of a session's use is noted once it is another day") {
  Gate gate;
  const auto request = Gate::request(web::Method::get, "darban=" + gate.house.make_owner().token);
  (void)gate.guard.roles_of(request);
  CHECK(gate.used.empty());
  gate.house.clock.pass_days(1);
  (void)gate.guard.roles_of(request);
  CHECK(gate.used.size() == 1);
}

TEST_CASE("a teacher comes with the rooms that an owner named, from the moment they are named; nobody else has any") {
  Gate gate;
  gate.house.make_owner();
  const auto khan = gate.house.add("Khan", "teacher");
  const auto session = gate.house.log_in("Khan", "blue shoe 8");
  REQUIRE(session);
  const auto request = Gate::request(web::Method::get, "darban=" + session->token);
  CHECK(gate.guard.caller_of(request)->rooms.empty());
  REQUIRE(gate.house.desk->change_account(khan, {.rooms = std::vector<std::string>{"Lab 2", "Lab 1", "Lab 2"}}, "Sara"));
  CHECK(gate.guard.caller_of(request)->rooms == std::vector<std::string>{"Lab 1", "Lab 2"});
  REQUIRE(gate.house.desk->change_account(khan, {.rooms = std::vector<std::string>()}, "Sara"));
  CHECK(gate.guard.caller_of(request)->rooms.empty());
}
