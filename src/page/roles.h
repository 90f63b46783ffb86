// SPDX-License-Identifier: Apache-2.0
// Who may do what (decisions.md 12): one table for the roles of accounts and the scopes of API tokens alike. A route says which
// right it needs; nobody compares roles anywhere else. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <string_view>

#include "base/showable.h"
#include "web/router.h"

namespace darban::page {

enum class Right : std::uint8_t {
  see_house,        // people, devices, modes, what was given: no numbers
  give_time,        // pause and bonus, for people
  give_in_rooms,    // grants for a room: a lesson, an exam. A teacher: for rooms of their own (api/grants)
  open_doors,       // a site or a service for a while, another mode, everything
  answer_requests,  // what children asked for
  change_rules,     // people, devices, timetables, doors: the household file, and its undo
  see_numbers,      // counts of the whole house and of rooms
  guard_children,   // one child's numbers, as far as their age lets a guardian see them, and Start fresh. Of people, never of
                    // programs: what a program has read no Start fresh ends
  see_changes,      // what adults changed
  see_lists,
  change_lists,  // update, roll back
  see_settings,
  change_settings,  // of the machine; a backup
  restore,          // a backup comes home: an owner's, who says their password again; never a program's
  see_health,       // of the program; nothing of people
  see_metrics,      // /metrics: sums of the household by the hour, and health
  keep_accounts,
  keep_tokens,  // never a token's own right: else one would make the next
  own_account,  // one's own password, sessions, second factor
  count_,
};
web::Roles who_may(Right right);
inline bool may(web::Roles roles, Right right) { return who_may(right).shares_one_with(roles); }

// Roles that an account may have, by their words: "owner".
std::optional<web::Role> account_role_named(std::string_view word);
// Scopes that a token may have: "stats:read".
std::optional<web::Role> scope_named(std::string_view word);
// "stats:read grants:write"; what is no scope is left out.
web::Roles roles_of_scopes(std::string_view scopes);
Text word_of(web::Role role);

}  // namespace darban::page
