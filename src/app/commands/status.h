// SPDX-License-Identifier: Apache-2.0
// `darban status`: asks the running daemon over its control socket. Shows how the program is, never what anybody did
// (decisions.md 9).
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kStatusHelp =
    "usage: darban status [--json] [--config FILE]\n"
    "\n"
    "Asks the running darban how it is: rules and lists in force, resolvers, trouble, and the household's sums.\n"
    "\n"
    "  --json          the same as JSON\n"
    "  --config FILE   the settings, which say where the daemon can be asked; /etc/darban/darban.yaml unless said otherwise\n"
    "\n"
    "Sums move at the whole hour and no number belongs to a person: darban keeps no record of who looked where.\n";

int run_status(std::span<const std::string_view> words);

}  // namespace darban
