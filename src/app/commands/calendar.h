// SPDX-License-Identifier: Apache-2.0
// `darban calendar FILE`: what darban understands of a calendar, and what the household makes of each day, also before a
// household names it.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kCalendarHelp =
    "usage: darban calendar FILE [OPTIONS]\n"
    "\n"
    "Shows the dates of an iCalendar file (.ics) as darban understands them, what the household's exceptions make of them, and\n"
    "what is not understood, with line and column. The file is read by a process of its own, without network. Exit code 0: all\n"
    "that is shown was understood.\n"
    "\n"
    "  --from DATE      first day, such as 2026-11-21; today unless said otherwise\n"
    "  --to DATE        last day; three years later unless said otherwise\n"
    "  --events WORDS   only events whose name fits, as in a household's exceptions: \"exam*\"; case is ignored\n"
    "  --names          also the events' names, which are nobody's but yours: no log has them\n"
    "  --zone ZONE      the time zone; without --config no household is read then\n"
    "  --config FILE    the machine's settings, which say where the household file is; /etc/darban/darban.yaml unless said\n"
    "                   otherwise\n";

int run_calendar(std::span<const std::string_view> words);

}  // namespace darban
