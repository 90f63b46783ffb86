// SPDX-License-Identifier: Apache-2.0
// `darban allow`: a site or service opened for a while.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kAllowUsage =
    "usage: darban allow WHAT --for WHO [--minutes N | --until 20:15] [--confirm] [--by NAME] [--note TEXT]\n"
    "\n"
    "Opens a site (with everything below it), a service or a category for a while, whatever lists and rules say: for homework, "
    "a\n"
    "video, a purchase. It does not open bedtime or a pause. An hour where nothing is said, a day at most.\n"
    "WHAT is a site such as games.example, or the key of a service or category such as roblox.\n"
    "\n"
    "  --for WHO       one or several, with commas between\n"
    "  --minutes N     for so many minutes\n"
    "  --until WHEN    20:15, morning or end-of-day\n"
    "  --confirm       yes, although it is on a list of scams and malware\n";
inline constexpr std::string_view kAllowHelp = HelpWithGiver<kAllowUsage>::kValue;

int run_allow(std::span<const std::string_view> words);

}  // namespace darban
