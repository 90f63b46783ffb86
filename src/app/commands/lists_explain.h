// SPDX-License-Identifier: Apache-2.0
// `darban lists explain`: which categories a name is in, and which lines of which lists say so. The names are typed by the person
// who asks and stay on their terminal.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsExplainHelp =
    "usage: darban lists explain [OPTIONS] (NAME | -)\n"
    "\n"
    "Says which categories NAME is in, and which lines of which list files say so. The image holds no names: the lists it was "
    "made from are\n"
    "read again where they lie and have not changed since. With - the names come from standard input, one a line, and all are "
    "looked for\n"
    "in one pass.\n"
    "\n"
    "  --image IMAGE   lists.image unless said otherwise\n"
    "  --folder DIR    where fetched lists are kept (/var/lib/darban/lists)\n"
    "  --no-sources    ask the image only\n"
    "  --json          one JSON object for each name\n"
    "  --quiet         one line for each name: the name, and its categories with commas or \"-\"\n"
    "\n"
    "Exit codes: 0 every name was looked for, 1 the image or a name was refused, 2 the command line was not understood.\n";

int run_lists_explain(std::span<const std::string_view> words);

}  // namespace darban
