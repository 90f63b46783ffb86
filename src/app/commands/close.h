// SPDX-License-Identifier: Apache-2.0
// `darban close`: a site or service closed for a while.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kCloseUsage =
    "usage: darban close WHAT --for WHO [--minutes N | --until 20:15] [--by NAME] [--note TEXT]\n"
    "\n"
    "Closes a site (with everything below it), a service or a category for a while. An hour where nothing is said, a day at "
    "most; for\n"
    "longer, write it into the household file. Help, time, updates and the like are never closed.\n"
    "WHAT is a site such as games.example, or the key of a service or category such as roblox.\n"
    "\n"
    "  --for WHO       one or several, with commas between\n"
    "  --minutes N     for so many minutes\n"
    "  --until WHEN    20:15, morning or end-of-day\n";
inline constexpr std::string_view kCloseHelp = HelpWithGiver<kCloseUsage>::kValue;

int run_close(std::span<const std::string_view> words);

}  // namespace darban
