// SPDX-License-Identifier: Apache-2.0
// `darban explain`: the "Test a name" box on the command line. The name is typed by the person who asks and stays on their
// terminal.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kExplainHelp =
    "usage: darban explain NAME (--person NAME | --device LABEL | --address IP) [OPTIONS]\n"
    "\n"
    "Says whether NAME is open or closed, for whom, at which time, and which of the rules decided it. Reads the files; the "
    "daemon need not run.\n"
    "\n"
    "  --person NAME   as written in the household file\n"
    "  --device LABEL  as written in the household file\n"
    "  --address IP    whoever has this address (by the household file; the kernel's neighbour table is not asked)\n"
    "  --at WHEN       now (as is usual), \"2026-11-21 20:59\", \"mon 21:00\" or \"21:00\", in the household's time zone\n"
    "  --config FILE   the machine's settings; /etc/darban/darban.yaml unless said otherwise\n";

int run_explain(std::span<const std::string_view> words);

}  // namespace darban
