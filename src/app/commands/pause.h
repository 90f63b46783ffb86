// SPDX-License-Identifier: Apache-2.0
// `darban pause`: nothing but vital names, for a while.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kPauseUsage =
    "usage: darban pause WHO... [--minutes N | --for 45min | --until 20:15 | --until morning] [--by NAME] [--note TEXT]\n"
    "\n"
    "Pauses the internet for people, rooms, devices or everyone: dinner, homework, a talk. Help stays open. What is already "
    "playing\n"
    "may run on, because darban stops new connections; in gateway mode it stops too. A pause lasts half an hour where\n"
    "nothing is said, three hours at most, or until morning; and three hours a day for one person (pause-cap). A second\n"
    "pause for the same one takes the place of the first.\n"
    "Who or what the household file marks never-pause is left out.\n"
    "\n"
    "  --minutes N     for so many minutes\n"
    "  --for TIME      for so long: 45min, 1h\n"
    "  --until WHEN    20:15, or morning: the end of tonight's bedtime, 06:30 where there is none\n";
inline constexpr std::string_view kPauseHelp = HelpWithGiver<kPauseUsage>::kValue;

int run_pause(std::span<const std::string_view> words);

}  // namespace darban
