// SPDX-License-Identifier: Apache-2.0
// What children ask for, as adults see and answer it.
#include <doctest/doctest.h>

#include "policy/explain.h"
#include "tests/support/literals.h"
#include "tests/support/test_house.h"

using namespace darban;
using namespace darban::test;
using namespace darban::literals;

namespace {

std::int64_t ask(TestHouse& house, const std::string& site, RequestWhat what = RequestWhat::site,
                 const std::string& person = "Ali") {
  ChildRequest request;
  request.person = person;
  request.whom = "Sara";
  request.what = what;
  request.site = site;
  request.note = "for a friend";
  const auto id =
      house.house().requests().ask(*house.house().database(), house.house().now(), house.house().policy()->zone(), request);
  REQUIRE(id.has_value());
  return *id;
}

bool is_open(TestHouse& house, const Name& name) {
  const auto policy = house.house().policy();
  return explain(*policy, *policy->profile_of_person("Ali"), house.house().now(), name).verdict.action != Action::block;
}

std::string place_of(std::int64_t id) { return "/api/v1/requests/" + std::to_string(id); }

}  // namespace

TEST_CASE("an adult sees who asks for what, why it is closed, and the name in both spellings") {
  TestHouse house;
  ask(house, "casino.example");
  ask(house,
      "b\xc3\xbc"
      "cher.example",
      RequestWhat::school);
  const auto list = house.get("/api/v1/requests");
  CHECK(list.status() == 200);
  CHECK(list.text("0/person") == "Ali");
  CHECK(list.text("0/band") == "10-12");
  CHECK(list.text("0/whom") == "Sara");
  CHECK(list.text("0/what") == "site");
  CHECK(list.text("0/site") == "casino.example");
  CHECK(list.text("0/note") == "for a friend");
  CHECK(list.text("0/because").find("gambling") != std::string::npos);
  CHECK(list.text("0/reason") == "adults");
  CHECK(list.text("1/reason").empty());  // it is open
  CHECK(list.text("0/asked") == "2026-11-23T15:00:00");
  CHECK(list.text("1/site") ==
        "b\xc3\xbc"
        "cher.example");
  CHECK(list.text("1/site_ascii") == "xn--bcher-kva.example");
  CHECK(house.get("/api/v1/home").number("requests") == 2);
  CHECK(house.get("/api/v1/home").number("people/0/requests") == 2);
}

TEST_CASE("only owners and parents see and answer requests") {
  TestHouse house;
  const auto id = ask(house, "casino.example");
  for (const web::Role role :
       {web::Role::helper, web::Role::teacher, web::Role::maintainer, web::Role::auditor, web::Role::anybody}) {
    const Asking asking{.roles = {role}};
    CHECK(house.get("/api/v1/requests", asking).status() >= 401);
    CHECK(house.post(place_of(id), R"({"answer":"hour"})", asking).status() >= 401);
  }
  CHECK(house.get("/api/v1/requests").size("") == 1);
}

TEST_CASE("an hour opens the site for that child, and ends by itself") {
  TestHouse house;
  const auto id = ask(house, "casino.example");
  CHECK_FALSE(is_open(house, "casino.example"_name));
  const auto answered = house.post(place_of(id), R"({"answer":"hour"})");
  CHECK_MESSAGE(answered.status() == 200, answered.body());
  CHECK(is_open(house, "casino.example"_name));
  CHECK(house.get("/api/v1/requests").size("") == 0);
  house.pass(std::chrono::hours(1));
  CHECK_FALSE(is_open(house, "casino.example"_name));
}

TEST_CASE("always becomes an own rule of that child") {
  TestHouse house;
  const auto id = ask(house, "casino.example");
  const auto answered = house.post(place_of(id), R"({"answer":"always"})");
  CHECK_MESSAGE(answered.status() == 200, answered.body());
  CHECK(house.household().find("casino.example") != std::string::npos);
  CHECK(is_open(house, "casino.example"_name));
  CHECK(house.get("/api/v1/requests").size("") == 0);
}

TEST_CASE("a token that may give may not open for good") {
  TestHouse house;
  const auto id = ask(house, "casino.example");
  const Asking program{.roles = {web::Role::writes_grants}};
  CHECK(house.post(place_of(id), R"({"answer":"always"})", program).status() == 403);
  CHECK(house.post(place_of(id), R"({"answer":"hour"})", program).status() == 200);
}

TEST_CASE("time is given for an hour, never for good") {
  TestHouse house;
  const auto id = ask(house, "", RequestWhat::time);
  CHECK(house.post(place_of(id), R"({"answer":"always"})").status() == 422);
  CHECK(house.get("/api/v1/requests").size("") == 1);
  const auto answered = house.post(place_of(id), R"({"answer":"hour"})");
  CHECK_MESSAGE(answered.status() == 200, answered.body());
  CHECK(house.house().grants().size() == 1);
}

TEST_CASE("what may be malware is opened only when the adult says so twice") {
  TestHouse house;
  const auto id = ask(house, "malware.example");
  const auto first = house.post(place_of(id), R"({"answer":"hour"})");
  CHECK(first.status() == 422);
  CHECK(first.flag("needs_confirmation"));
  CHECK(house.get("/api/v1/requests").size("") == 1);
  CHECK(house.post(place_of(id), R"({"answer":"hour","confirmed":true})").status() == 200);
}

TEST_CASE("no is said with a kind reason or without, once") {
  TestHouse house;
  const auto id = ask(house, "casino.example");
  CHECK(house.post(place_of(id), R"({"answer":"not_now","reason":"because"})").status() == 422);
  CHECK(house.post(place_of(id), R"({"answer":"perhaps"})").status() == 422);
  CHECK(house.post(place_of(id), R"({"answer":"not_now","reason":"late"})").status() == 200);
  CHECK(house.post(place_of(id), R"({"answer":"talk"})").status() == 404);
  CHECK(house.post("/api/v1/requests/999", R"({"answer":"talk"})").status() == 404);
  CHECK(house.post("/api/v1/requests/x", R"({"answer":"talk"})").status() == 404);
}
