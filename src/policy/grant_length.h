// SPDX-License-Identifier: Apache-2.0
// For how long: an adult's "45 minutes", "until 20:15", "until morning", "until the day ends" as a moment, within what may be.
// Pure.
#pragma once
#include <optional>

#include "base/result.h"
#include "policy/grant_wish.h"
#include "policy/policy.h"

namespace darban {

inline constexpr Seconds kLongestPause{3 * 3600};
inline constexpr Seconds kLongestNightPause{12 * 3600};
inline constexpr Seconds kLongestGrant{24 * 3600};
inline constexpr std::uint32_t kUsualPause = 30;  // minutes, where nothing is said: pauses and open-all,
inline constexpr std::uint32_t kUsualDoor = 60;   // and the rest

// A pause, or a mode that closes as much.
bool is_pause(const Grant& grant);
// A word on a site or service.
bool is_door(const Grant& grant);

// When `grant`, which begins now, is to end. `profile` is whose morning counts; absent for everyone.
Result<WallTime, GrantRefusal> end_of(const Grant& grant, const GrantWish& wish, const Policy& policy,
                                      std::optional<ProfileId> profile, const Now& now);

}  // namespace darban
