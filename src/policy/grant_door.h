// SPDX-License-Identifier: Apache-2.0
// What is meant to be opened or closed: a site, or the key of a category or service; and what no grant may touch. Pure.
#pragma once
#include <optional>
#include <string>

#include "base/result.h"
#include "policy/grant_wish.h"
#include "policy/policy.h"

namespace darban {

// Fills in what, key and site. `asker` is absent for everyone. A word without a dot is a key.
std::optional<GrantRefusal> say_which_door(const Policy& policy, const std::optional<Asker>& asker, const GrantWish& wish,
                                           Grant& grant);

}  // namespace darban
