// SPDX-License-Identifier: Apache-2.0
// `darban open`: everything but scams and malware, for a while.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kOpenUsage =
    "usage: darban open WHO... [--minutes N | --for 30min | --until 20:15] [--by NAME] [--note TEXT]\n"
    "\n"
    "Opens everything but scams and malware for a while: no category, no rule of the family and no bedtime closes anything. Half "
    "an\n"
    "hour where nothing is said, a day at most; what of it lies in closed time counts as bonus time. For one site use `darban "
    "allow`,\n"
    "for more time in the evening `darban bonus`.\n"
    "\n"
    "  --minutes N     for so many minutes\n"
    "  --for TIME      for so long: 45min, 1h\n"
    "  --until WHEN    20:15, morning or end-of-day\n";
inline constexpr std::string_view kOpenHelp = HelpWithGiver<kOpenUsage>::kValue;

int run_open(std::span<const std::string_view> words);

}  // namespace darban
