// SPDX-License-Identifier: Apache-2.0
// `darban bonus`: more time before bedtime, or some of it now.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kBonusUsage =
    "usage: darban bonus WHO... MINUTES [--by NAME] [--note TEXT]\n"
    "\n"
    "More time. While time is closed (bedtime, homework, a pause) it is open for so many minutes from now on; while it is free, "
    "the\n"
    "next closing of today comes so many minutes later: 30 at ten to nine move a bedtime of nine to half past nine. A second "
    "bonus\n"
    "adds to the first; 90 minutes a night for one person at the most (bonus-cap in the household file).\n"
    "\n";
inline constexpr std::string_view kBonusHelp = HelpWithGiver<kBonusUsage>::kValue;

int run_bonus(std::span<const std::string_view> words);

}  // namespace darban
