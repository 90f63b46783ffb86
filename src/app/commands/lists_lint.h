// SPDX-License-Identifier: Apache-2.0
// `darban lists lint`: what is wrong with a blocklists/ folder, for maintainers and for the machine that checks their changes.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsLintHelp =
    "usage: darban lists lint [OPTIONS] FOLDER\n"
    "\n"
    "Checks a folder laid out like blocklists/: every file by itself, and all of them against each other, against the names that "
    "must\n"
    "stay open, and against the calendar. Each finding has its file, line and column, and says what to do.\n"
    "\n"
    "  --top-sites FILE   the sites most visited, a domain a line: names that would close one are mentioned with its rank\n"
    "  --since FOLDER     the folder before the change: no id of it may have got another meaning\n"
    "  --date DAY         check as if it were that day, YYYY-MM-DD; today (UTC) unless said otherwise\n"
    "  --json             the findings as JSON\n"
    "  --markdown         as a table for a pull request\n"
    "\n"
    "Exit codes: 0 nothing is wrong (there may be warnings), 1 something is, 2 the command line was not understood.\n";

int run_lists_lint(std::span<const std::string_view> words);

}  // namespace darban
