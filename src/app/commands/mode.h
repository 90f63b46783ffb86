// SPDX-License-Identifier: Apache-2.0
// `darban mode`: another mode than the timetable says, for a while: an exam, homework on a Sunday.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kModeUsage =
    "usage: darban mode WHO... MODE [--minutes N | --for 45min | --until 10:30] [--by NAME] [--note TEXT]\n"
    "\n"
    "Puts people or rooms into a mode, whatever their timetable says: free, homework, school, bedtime or off. An hour where "
    "nothing is\n"
    "said, a day at most; bedtime and off are pauses with open doors and last three hours at most, or until morning. A mode that "
    "is\n"
    "milder than the timetable counts as bonus time.\n"
    "\n"
    "  darban mode room \"Lab 2\" school --minutes 45\n"
    "\n"
    "  --minutes N     for so many minutes\n"
    "  --for TIME      for so long: 45min, 1h\n"
    "  --until WHEN    10:30, morning or end-of-day\n";
inline constexpr std::string_view kModeHelp = HelpWithGiver<kModeUsage>::kValue;

int run_mode(std::span<const std::string_view> words);

}  // namespace darban
