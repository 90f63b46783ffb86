// SPDX-License-Identifier: Apache-2.0
// src/page/api/openapi.json describes the routes there are, with who may, and nothing else.
#include <map>
#include <set>

#include "page/api/account_api.h"
#include "page/api/backup.h"
#include "page/api/restore.h"
#include "tests/support/test_house.h"
#include "web/asset.h"

using namespace darban;
using namespace darban::test;

namespace {

using Who = std::map<std::string, std::set<std::string>>;  // "GET /home" -> roles

std::vector<web::Route> all_routes(TestHouse& house) {
  static WorkDesk work;
  auto all = page::api_routes({house.control(), {}});
  for (web::Route& route : page::backup_routes(house.control(), work)) all.push_back(std::move(route));
  for (web::Route& route : page::restore_routes(house.control(), {})) all.push_back(std::move(route));
  for (web::Route& route : page::account_routes({})) all.push_back(std::move(route));
  return all;
}

Who routes_there_are(TestHouse& house) {
  Who who;
  for (const web::Route& route : all_routes(house)) {
    const std::string prefix = "/api/v1";
    const std::string path(route.path.view());
    REQUIRE(path.starts_with(prefix));
    auto& roles = who[std::string(web::word_of(route.method)) + " " + path.substr(prefix.size())];
    for (auto role = web::Role::anybody; role <= web::Role::reads_metrics;
         role = static_cast<web::Role>(static_cast<int>(role) + 1)) {
      if (route.who.has(role)) roles.insert(std::string(page::word_of(role).view()));
    }
  }
  return who;
}

std::string in_capitals(std::string word) {
  for (char& c : word) c = static_cast<char>(c - 'a' + 'A');
  return word;
}

Who routes_described(const web::JsonValue& document) {
  Who who;
  for (const auto& [path, methods] : *document.find("paths")->members()) {
    for (const auto& [method, operation] : *methods.members()) {
      auto& roles = who[in_capitals(method) + " " + path];
      for (const web::JsonValue& role : *operation.find("x-darban-roles")->list()) roles.insert(*role.text());
    }
  }
  return who;
}

// Every {"$ref": "#/a/b"} leads somewhere.
void check_references(const web::JsonValue& value, const web::JsonValue& document) {
  if (const auto* list = value.list()) {
    for (const web::JsonValue& each : *list) check_references(each, document);
  }
  if (value.members() == nullptr) return;
  for (const auto& [key, member] : *value.members()) {
    check_references(member, document);
    if (key != "$ref") continue;
    const std::string& target = *member.text();
    CAPTURE(target);
    REQUIRE(target.starts_with("#/"));
    const web::JsonValue* at = &document;
    std::string_view rest = std::string_view(target).substr(2);
    while (at != nullptr && !rest.empty()) {
      const std::string_view piece = rest.substr(0, rest.find('/'));
      at = at->find(piece);
      rest.remove_prefix(std::min(piece.size() + 1, rest.size()));
    }
    CHECK(at != nullptr);
  }
}

}  // namespace

TEST_CASE("every route is described with its roles, and nothing that is not there") {
  TestHouse house;
  const auto document = house.get("/api/v1/openapi.json", {.roles = {}});
  REQUIRE(document.status() == 200);
  CHECK(document.text("openapi") == "3.1.0");
  const Who there = routes_there_are(house);
  const Who described = routes_described(document.json);
  for (const auto& [route, roles] : there) {
    CAPTURE(route);
    REQUIRE(described.contains(route));
    CHECK(described.at(route) == roles);
  }
  for (const auto& [route, roles] : described) {
    CAPTURE(route);
    CHECK(there.contains(route));
  }
  check_references(document.json, document.json);
}

TEST_CASE("every operation has a name of its own") {
  TestHouse house;
  const auto document = house.get("/api/v1/openapi.json");
  std::set<std::string> names;
  for (const auto& [path, methods] : *document.at("paths").members()) {
    for (const auto& [method, operation] : *methods.members()) CHECK(names.insert(*operation.find("operationId")->text()).second);
  }
}

TEST_CASE("whoever is nobody changes and reads nothing of the household") {
  TestHouse house;
  for (const web::Route& route : page::api_routes({house.control(), {}})) {
    if (route.who.shares_one_with({web::Role::anybody})) continue;
    std::string path(route.path.view());
    for (const char* place : {"{id}", "{name}"}) {
      if (const auto at = path.find(place); at != std::string::npos) path.replace(at, std::string_view(place).size(), "1");
    }
    CAPTURE(path);
    CHECK(house.ask(route.method, path, "{}", {.roles = {}}).status() == 401);
  }
}
