// SPDX-License-Identifier: Apache-2.0
// `darban backup FILE`: one file with which this household can be brought home on this or another machine.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kBackupHelp =
    "usage: darban backup FILE [--password] [--config FILE]\n"
    "\n"
    "Writes one file: the household and its last versions, its calendars, the settings, who may log in, the counts of the whole\n"
    "household and what adults changed. The daemon may run meanwhile.\n"
    "\n"
    "  --password      asks for a password (or reads it from standard input) and writes a file that only it opens\n"
    "  --config FILE   the settings; /etc/darban/darban.yaml unless said otherwise\n"
    "\n"
    "Left out: lists (they are fetched again), keys and certificates, sessions, API tokens, pauses and what else was given for "
    "a\n"
    "while, what children asked for, and numbers of people. In it are names and the hashes of passwords: keep it as you keep\n"
    "papers. Without --password it is a tar archive that any tar opens.\n";

int run_backup(std::span<const std::string_view> words);

}  // namespace darban
