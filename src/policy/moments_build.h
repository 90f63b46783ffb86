// SPDX-License-Identifier: Apache-2.0
// The board for the people and rooms of a household, and what may be counted of each of them.
#pragma once
#include <array>
#include <memory>
#include <span>

#include "config/household.h"
#include "policy/bands.h"
#include "policy/moments.h"
#include "policy/profile.h"

namespace darban {

// `profiles` are the household's: the guest, its people, its rooms. `counting` by CategoryId.
std::shared_ptr<MomentBoard> moment_board_of(const Household& household, std::span<const Profile> profiles,
                                             std::span<const Counting, 256> counting);

}  // namespace darban
