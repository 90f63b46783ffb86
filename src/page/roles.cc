// SPDX-License-Identifier: Apache-2.0
#include "page/roles.h"

#include <algorithm>
#include <array>

namespace darban::page {
namespace {

using web::Role;
using web::Roles;

struct Row {
  Right right;
  Roles who;
};
// One place to touch. A helper is a grandparent or a sitter: today's time, not the rules. A teacher has rooms and no homes. A
// maintainer has lists and no people. An auditor reads and changes nothing.
constexpr std::array kTable{
    Row{Right::see_house,
        {Role::helper, Role::teacher, Role::auditor, Role::parent, Role::owner, Role::writes_grants, Role::writes_policy,
         Role::administers}},
    Row{Right::give_time, {Role::helper, Role::parent, Role::owner, Role::writes_grants, Role::administers}},
    Row{Right::give_in_rooms, {Role::teacher, Role::parent, Role::owner, Role::writes_grants, Role::administers}},
    Row{Right::open_doors, {Role::parent, Role::owner, Role::writes_grants, Role::administers}},
    Row{Right::answer_requests, {Role::parent, Role::owner, Role::writes_grants, Role::administers}},
    Row{Right::change_rules, {Role::parent, Role::owner, Role::writes_policy, Role::administers}},
    Row{Right::see_numbers, {Role::auditor, Role::parent, Role::owner, Role::reads_stats, Role::administers}},
    Row{Right::guard_children, {Role::parent, Role::owner}},
    Row{Right::see_changes, {Role::auditor, Role::parent, Role::owner, Role::writes_policy, Role::administers}},
    Row{Right::see_lists, {Role::auditor, Role::maintainer, Role::parent, Role::owner, Role::writes_lists, Role::administers}},
    Row{Right::change_lists, {Role::maintainer, Role::owner, Role::writes_lists, Role::administers}},
    Row{Right::see_settings, {Role::auditor, Role::parent, Role::owner, Role::administers}},
    Row{Right::change_settings, {Role::owner, Role::administers}},
    Row{Right::restore, {Role::owner}},
    Row{Right::see_health,
        {Role::auditor, Role::maintainer, Role::parent, Role::owner, Role::reads_stats, Role::writes_lists, Role::administers}},
    Row{Right::see_metrics, {Role::owner, Role::administers, Role::reads_metrics}},
    Row{Right::keep_accounts, {Role::owner, Role::administers}},
    Row{Right::keep_tokens, {Role::owner}},
    Row{Right::own_account, {Role::helper, Role::teacher, Role::auditor, Role::maintainer, Role::parent, Role::owner}},
};
static_assert(kTable.size() == static_cast<std::size_t>(Right::count_));

constexpr std::array kAccountRoles{Role::owner, Role::parent, Role::helper, Role::teacher, Role::maintainer, Role::auditor};
constexpr std::array kScopes{Role::reads_stats, Role::writes_grants, Role::writes_policy, Role::writes_lists, Role::administers,
                             Role::reads_metrics};

template <std::size_t kCount>
std::optional<Role> one_of(const std::array<Role, kCount>& roles, std::string_view word) {
  const auto found = std::find_if(roles.begin(), roles.end(), [&](Role role) { return word_of(role).view() == word; });
  if (found == roles.end()) return std::nullopt;
  return *found;
}

}  // namespace

Roles who_may(Right right) {
  const auto row = std::find_if(kTable.begin(), kTable.end(), [&](const Row& each) { return each.right == right; });
  return row == kTable.end() ? Roles{} : row->who;
}

std::optional<Role> account_role_named(std::string_view word) { return one_of(kAccountRoles, word); }
std::optional<Role> scope_named(std::string_view word) { return one_of(kScopes, word); }

Roles roles_of_scopes(std::string_view scopes) {
  Roles roles;
  while (!scopes.empty()) {
    const auto space = std::min(scopes.find(' '), scopes.size());
    if (const auto role = scope_named(scopes.substr(0, space))) roles.add(*role);
    scopes.remove_prefix(std::min(space + 1, scopes.size()));
  }
  return roles;
}

Text word_of(Role role) {
  switch (role) {
    case Role::anybody:
      return "anybody";
    case Role::child:
      return "child";
    case Role::helper:
      return "helper";
    case Role::teacher:
      return "teacher";
    case Role::auditor:
      return "auditor";
    case Role::maintainer:
      return "maintainer";
    case Role::parent:
      return "parent";
    case Role::owner:
      return "owner";
    case Role::reads_stats:
      return "stats:read";
    case Role::writes_grants:
      return "grants:write";
    case Role::writes_policy:
      return "policy:write";
    case Role::writes_lists:
      return "lists:write";
    case Role::administers:
      return "admin";
    case Role::reads_metrics:
      return "metrics:read";
  }
  return "anybody";
}

}  // namespace darban::page
