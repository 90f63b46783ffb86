// SPDX-License-Identifier: Apache-2.0
// The table of who may what, said once more from the family's side.
#include "page/roles.h"

#include <doctest/doctest.h>

using namespace darban;
using namespace darban::page;
using web::Role;

namespace {

std::string rights_of(web::Roles roles) {
  static constexpr const char* kWords[] = {"house",    "time",    "rooms",    "doors",   "requests", "rules",   "numbers",
                                           "children", "changes", "lists",    "updates", "settings", "machine", "restore",
                                           "health",   "metrics", "accounts", "tokens",  "own"};
  std::string all;
  for (std::size_t i = 0; i < static_cast<std::size_t>(Right::count_); ++i) {
    if (may(roles, static_cast<Right>(i))) all += (all.empty() ? "" : " ") + std::string(kWords[i]);
  }
  return all;
}

}  // namespace

TEST_CASE("each role has its rights and no others") {
  CHECK(rights_of({Role::owner}) ==
        "house time rooms doors requests rules numbers children changes lists updates settings machine restore health metrics "
        "accounts "
        "tokens own");
  CHECK(rights_of({Role::parent}) == "house time rooms doors requests rules numbers children changes lists settings health own");
  CHECK(rights_of({Role::helper}) == "house time own");
  CHECK(rights_of({Role::teacher}) == "house rooms own");
  CHECK(rights_of({Role::maintainer}) == "lists updates health own");
  CHECK(rights_of({Role::auditor}) == "house numbers changes lists settings health own");
  CHECK(rights_of({Role::child}).empty());
  CHECK(rights_of({Role::anybody}).empty());
}

TEST_CASE("a program may what its scopes say, never tokens and never a person's own account") {
  CHECK(rights_of({Role::reads_stats}) == "numbers health");
  CHECK(rights_of({Role::reads_metrics}) == "metrics");
  CHECK(rights_of({Role::writes_grants}) == "house time rooms doors requests");
  CHECK(rights_of({Role::writes_policy}) == "house rules changes");
  CHECK(rights_of({Role::writes_lists}) == "lists updates health");
  CHECK(rights_of({Role::administers}) ==
        "house time rooms doors requests rules numbers changes lists updates settings machine health metrics accounts");
}

TEST_CASE("roles and scopes are found by their words, each only where it belongs") {
  for (const char* word : {"owner", "parent", "helper", "teacher", "maintainer", "auditor"}) {
    CHECK(word_of(*account_role_named(word)).view() == word);
    CHECK_FALSE(scope_named(word));
  }
  for (const char* word : {"stats:read", "metrics:read", "grants:write", "policy:write", "lists:write", "admin"}) {
    CHECK(word_of(*scope_named(word)).view() == word);
    CHECK_FALSE(account_role_named(word));
  }
  for (const char* word : {"", "child", "anybody", "Owner", "stats"}) CHECK_FALSE(account_role_named(word));
}

TEST_CASE("scopes add up, and what is none adds nothing") {
  CHECK(rights_of(roles_of_scopes("stats:read lists:write")) == "numbers lists updates health");
  CHECK(rights_of(roles_of_scopes("stats:read  everything owner")) == "numbers health");
  CHECK_FALSE(roles_of_scopes("").has_login());
  CHECK_FALSE(roles_of_scopes("owner").has_login());
}
