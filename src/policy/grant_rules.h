// SPDX-License-Identifier: Apache-2.0
// The rules of giving (decisions.md 6, product.md AC-b3, AC-c1 to c6): from what an adult wants to the grants that are to be, or
// why not. Pure: policy, history and time come in, nothing is changed.
//
// Everything ends. A pause, and a mode as strict as bedtime, lasts 3 hours at most or until morning (12 hours at most); all else
// a day. Bonus time opens what is closed now, or else moves the next closing of today by so many minutes; a second bonus adds to
// the first. Of two pauses (modes, words on one site) for the same one, the later stands in the place of the earlier.
#pragma once
#include <span>
#include <vector>

#include "base/result.h"
#include "policy/given_grant.h"
#include "policy/grant_wish.h"
#include "policy/policy.h"

namespace darban {

inline constexpr std::size_t kMostGrants = 64;             // in force in a household,
inline constexpr std::size_t kMostGrantsWithRooms = 1024;  // and where there are rooms

// What will be given: in one go or not at all. Ids are still 0.
struct GrantPlan {
  struct Item {
    GivenGrant given;
    std::vector<std::int64_t> replaces{};  // of those in force
    std::optional<WallTime> instead_of{};  // of a bonus: when time would have closed
    bool adds = false;                     // to a bonus that was there
    Seconds used{0};                       // of the cap, with this one
    Seconds cap{0};                        // 0: it counts for none
  };
  std::vector<Item> items;
  std::vector<GrantWho> left_out;  // whom a pause does not reach
  std::vector<GrantWho> without;   // of a bonus for everyone: nothing closes for them today
};

// `history`: everything in force, and what ended and may count today. `policy` is with the grants in force.
Result<GrantPlan, GrantRefusal> plan_grants(const Policy& policy, std::span<const GivenGrant> history, const Now& now,
                                            const GrantWish& wish);

}  // namespace darban
