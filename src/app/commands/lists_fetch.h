// SPDX-License-Identifier: Apache-2.0
// `darban lists fetch-step`: the one process of darban that takes octets from the Internet's web servers. `darban lists update`
// starts it, and nobody else needs to; it works on an order file, gives up every right it does not need, and leaves its report.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsFetchHelp =
    "usage: darban lists fetch-step [--user NAME] ORDER REPORT\n"
    "\n"
    "A step of `darban lists update`, which starts it: fetches the lists that the file ORDER names into its folder, tells its "
    "progress\non standard output, and writes the file REPORT, which must lie in that folder. Exit code 1: there is no report.\n"
    "\n"
    "  --user NAME   become that user first, when root\n";

int run_lists_fetch_step(std::span<const std::string_view> words);

}  // namespace darban
