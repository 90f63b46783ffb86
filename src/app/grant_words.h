// SPDX-License-Identifier: Apache-2.0
// What is said about grants, in words a parent likes: what was given, what is in force, why something can not be. English; the
// page will have words of its own and use the same plans and refusals. Pure.
#pragma once
#include <span>
#include <string>
#include <vector>

#include "policy/grant_rules.h"

namespace darban {

// "Ali is paused until 20:15", "casino.example is open for Ali until tomorrow 06:30", "Ali is paused for 12 more minutes" (while
// nobody knows the time), "Ali has bonus time from 21:00 until 21:30".
std::string words_of(const Grant& grant, const Zone& zone, const Now& now);

// "(given by Sara: dinner)"; nothing when it is not known.
std::string giver_of(const Grant& grant);

// What was given, and what an adult should know besides. `replaced` are those in whose place it stands. `hint`: how it is taken
// back; the page has a button for that.
enum class RevokeHint : std::uint8_t { none, command };
std::string words_of(const GrantPlan& plan, std::span<const Grant> replaced, const Policy& policy, const Now& now,
                     RevokeHint hint = RevokeHint::command);

// Why not, and what would be right. With its full stop.
std::string words_of(const GrantRefusal& refusal, const GrantWish& wish);

}  // namespace darban
