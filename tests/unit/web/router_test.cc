// SPDX-License-Identifier: Apache-2.0
#include "web/router.h"

#include <doctest/doctest.h>

using namespace darban;
using namespace darban::web;

namespace {

Handler says(std::string text) {
  return [text](const Request& request) {
    Response response;
    response.body = text;
    for (const std::string& part : request.parts) response.body += "|" + part;
    return Answer(response);
  };
}

Request request(Method method, std::string_view target) {
  Request made;
  made.head.method = method;
  made.target = *read_target(target);
  return made;
}

Response response(const Router& router, Request asked) { return std::get<Response>(router.answer(std::move(asked))); }

std::string field(const Response& response, std::string_view name) {
  for (const FieldLine& line : response.more) {
    if (line.name == name) return line.value;
  }
  return {};
}

Router router_as(Roles roles) {
  return Router({{Method::get, "/", {Role::anybody}, says("home")},
                 {Method::get, "/people", {Role::parent, Role::owner}, says("people")},
                 {Method::post, "/people", {Role::owner}, says("added")},
                 {Method::get, "/people/{person}", {Role::parent, Role::owner}, says("person")},
                 {Method::get, "/people/{person}/week/{day}", {Role::parent, Role::owner}, says("day")},
                 {Method::post, "/ask", {Role::anybody}, says("asked")}},
                [roles](const Request&) { return roles; });
}

}  // namespace

TEST_CASE("a request finds its route, and what stood in the places of the pattern") {
  const Router router = router_as({Role::owner});
  CHECK(response(router, request(Method::get, "/")).body == "home");
  CHECK(response(router, request(Method::get, "/people")).body == "people");
  CHECK(response(router, request(Method::post, "/people")).body == "added");
  CHECK(response(router, request(Method::get, "/people/Ali")).body == "person|Ali");
  CHECK(response(router, request(Method::get, "/people/Ali%20R/week/mon")).body == "day|Ali R|mon");
}

TEST_CASE("a route may take a large body, of who may use it and nobody else") {
  const auto router_for = [](Roles roles) {
    return Router({{Method::post, "/restore", {Role::owner}, says("restored"), 9 * kLargestBody},
                   {Method::get, "/restore", {Role::anybody}, says("what"), kLargestBody},
                   {Method::post, "/ask", {Role::anybody}, says("asked")}},
                  [roles](const Request&) { return roles; });
  };
  const Router owners = router_for({Role::owner});
  CHECK(owners.largest_body(request(Method::post, "/restore")) == 9 * kLargestBody);
  CHECK(owners.largest_body(request(Method::post, "/ask")) == kLargestBody);
  CHECK(owners.largest_body(request(Method::get, "/restore")) == kLargestBody);
  CHECK(owners.largest_body(request(Method::post, "/restore/more")) == kLargestBody);
  CHECK(router_for({Role::parent}).largest_body(request(Method::post, "/restore")) == kLargestBody);
  CHECK(router_for({}).largest_body(request(Method::post, "/restore")) == kLargestBody);
  Request foreign = request(Method::post, "/restore");
  foreign.head.origin = Origin::foreign;
  CHECK(owners.largest_body(foreign) == kLargestBody);
  Request elsewhere = request(Method::post, "/restore");
  elsewhere.head.for_us = false;
  CHECK(owners.largest_body(elsewhere) == kLargestBody);
}

TEST_CASE("what is not in the table is not there") {
  const Router router = router_as({Role::owner});
  for (const char* path : {"/peoples", "/people/Ali/week", "/people/Ali/week/mon/x", "/etc/passwd", "/Home", "/index.html"}) {
    CAPTURE(path);
    CHECK(response(router, request(Method::get, path)).status == 404);
  }
}

TEST_CASE("another method is refused with those there are; HEAD is GET's") {
  const Router router = router_as({Role::owner});
  const Response refused = response(router, request(Method::remove, "/people"));
  CHECK(refused.status == 405);
  CHECK(field(refused, "Allow") == "GET, HEAD, POST");
  CHECK(response(router, request(Method::head, "/people")).body == "people");
  CHECK(response(router, request(Method::head, "/ask")).status == 405);
}

TEST_CASE("who is not logged in is asked to; who is and may not is told so") {
  CHECK(response(router_as({}), request(Method::get, "/people")).status == 401);
  CHECK(response(router_as({Role::child}), request(Method::get, "/people")).status == 401);
  CHECK(response(router_as({Role::helper}), request(Method::get, "/people")).status == 403);
  CHECK(response(router_as({Role::parent}), request(Method::post, "/people")).status == 403);
  CHECK(response(router_as({}), request(Method::get, "/")).status == 200);
}

TEST_CASE("without a gate nobody is anybody in particular") {
  const Router router({{Method::get, "/people", {Role::owner}, says("people")}});
  CHECK(response(router, request(Method::get, "/people")).status == 401);
}

TEST_CASE("another site's page changes nothing, not even where nobody need be logged in") {
  const Router router = router_as({Role::owner});
  for (const char* path : {"/people", "/ask"}) {
    Request asked = request(Method::post, path);
    asked.head.origin = Origin::foreign;
    CHECK(response(router, asked).status == 403);
    asked.head.origin = Origin::not_said;
    CHECK(response(router, asked).status == 200);
  }
  Request link = request(Method::get, "/people");
  link.head.origin = Origin::foreign;
  CHECK(response(router, link).status == 200);
}

TEST_CASE("a foreign name reaches no route; a closed door's page sees neither its path nor its query") {
  Request asked = request(Method::get, "/people/secret?t=secret");
  asked.head.for_us = false;
  CHECK(response(router_as({Role::owner}), asked).status == 421);
  std::size_t seen = 99;
  const Router router({{Method::get, "/people", {Role::anybody}, says("people")}}, {}, [&seen](const Request& stranger) {
    seen = stranger.target.segments.size() + stranger.target.query.size() + stranger.parts.size();
    Response moved;
    moved.status = 303;
    return Answer(moved);
  });
  CHECK(response(router, asked).status == 303);
  CHECK(seen == 0);
  asked.head.method = Method::post;
  CHECK(response(router, asked).status == 421);
}
