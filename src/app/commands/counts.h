// SPDX-License-Identifier: Apache-2.0
// `darban counts`: what may be shown of the counts (store/count_store.h), by the running daemon.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kCountsHelp =
    "usage: darban counts [PERSON | room LABEL] [--config FILE]\n"
    "\n"
    "Shows the household's days; of a person or a room the weeks, as one who looks after them may see them. A day begins at "
    "04:00\n"
    "and is shown when it is over. What is counted of a person are moments: windows of ten minutes in which something of a "
    "group\n"
    "was closed. Of adults nothing is counted; from 13 on it is the young person who says whether anybody else sees it.\n"
    "\n"
    "  --config FILE   the settings, which say where the daemon can be asked; /etc/darban/darban.yaml unless said otherwise\n"
    "\n"
    "Numbers are none, a few, about 10, 20, 30: the number itself, a name and a time of day can not be had.\n";

int run_counts(std::span<const std::string_view> words);

}  // namespace darban
