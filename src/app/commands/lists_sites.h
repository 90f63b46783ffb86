// SPDX-License-Identifier: Apache-2.0
// `darban lists sites`: how much of what people visit each category closes.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsSitesHelp =
    "usage: darban lists sites --top-sites FILE [--json | --markdown] (IMAGE | FOLDER)\n"
    "\n"
    "Says which share of the 1,000 and of the 10,000 sites most visited each category closes. FILE has a domain a line, the "
    "most\n"
    "visited first. A FOLDER laid out like blocklists/ is compiled in memory. No site is named. Services are in the JSON only:\n"
    "their hosts count to their categories.\n"
    "\n"
    "Exit codes: 0 the table is shown, 1 something can not be read, 2 the command line was not understood.\n";

int run_lists_sites(std::span<const std::string_view> words);

}  // namespace darban
