// SPDX-License-Identifier: Apache-2.0
// `darban explain`: the "Test a name" box on the command line. The name is typed by the person who asks and stays on their
// terminal.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kExplainHelp =
    "usage: darban explain NAME (--person NAME | --device LABEL | --room LABEL | --address IP) [OPTIONS]\n"
    "       darban explain --batch [OPTIONS] < QUESTIONS\n"
    "\n"
    "Says whether NAME is open or closed, for whom, at which time, which of the rules decided it and where it stands, what would "
    "change it, and when it changes by itself. Reads the files; the daemon need not run.\n"
    "\n"
    "  --person NAME   as written in the household file\n"
    "  --device LABEL  as written in the household file\n"
    "  --room LABEL    as written in the household file, or guest\n"
    "  --address IP    whoever has this address (by the household file; the kernel's neighbour table is not asked). Only so are "
    "rules for addresses heeded\n"
    "  --type TYPE     the type of record that is asked for: A (as is usual), AAAA, HTTPS ...\n"
    "  --at WHEN       now (as is usual), \"2026-11-21 20:59\", \"mon 21:00\" or \"21:00\", in the household's time zone, or "
    "@SECONDS\n"
    "  --json          as one line of JSON\n"
    "  --batch         a dry run of many questions, such as a school's before term. One a line, columns with tabs between:\n"
    "                    WHO  NAME  [TYPE  [WHEN]]      WHO is a person, a room, guest, device:LABEL or an address\n"
    "                  Printed are these four columns and: open or closed, the step's number and words, the group it is counted "
    "in,\n"
    "                  how the answer looks, for how many seconds it holds (- without an end), and the rule\n"
    "  --config FILE   the machine's settings; /etc/darban/darban.yaml unless said otherwise\n";

int run_explain(std::span<const std::string_view> words);

}  // namespace darban
