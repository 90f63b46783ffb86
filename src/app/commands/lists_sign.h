// SPDX-License-Identifier: Apache-2.0
// `darban lists sign`: makes bundles and un-block files, and adds signatures to them.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsSignHelp =
    "usage: darban lists sign --key KEY[,KEY...] [OPTIONS] FILE\n"
    "\n"
    "Signs FILE with the keys of `darban lists keygen` and shows what was signed. FILE is one of these:\n"
    "\n"
    "  a list image               a bundle is made of it; needs --publisher, --number and --catalogue or --sources\n"
    "  a text of names, --unblock an un-block file is made of it; needs --publisher and --number. One name a line: `name` opens "
    "it and\n"
    "                             everything below it, `=name` only itself; lists stop closing them, and nothing else changes\n"
    "  a bundle or un-block file  your signatures are added to those it has\n"
    "\n"
    "  --key KEYS          files with signing keys, with commas between\n"
    "  -o, --output FILE   where a new file goes; FILE with the ending .bundle or .unblock unless said otherwise\n"
    "  --publisher TEXT    who publishes these lists; the same every time\n"
    "  --number N          above every number that was published before; bundles and un-block files count apart\n"
    "  --expires SPAN      how long it is good; 30d for a bundle and 48h for an un-block file unless said otherwise\n"
    "  --date YYYY-MM-DD   when it was made (00:00 UTC); SOURCE_DATE_EPOCH or now unless said otherwise. The same image, options "
    "and date\n"
    "                      give the same octets\n"
    "  --catalogue FILE    catalogue.yaml: says whose lists are inside, and refuses those that nobody may hand on\n"
    "  --sources FILE      instead: whose lists are inside, one a line with tabs between: id, title, licence, URL, number of entries\n"
    "\n"
    "Exit codes: 0 it is signed, 1 it is not, 2 the command line was not understood.\n";

int run_lists_sign(std::span<const std::string_view> words);

}  // namespace darban
