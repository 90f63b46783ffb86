// SPDX-License-Identifier: Apache-2.0
// `darban run`: the daemon, in the foreground until SIGTERM or Ctrl-C.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kRunHelp =
    "usage: darban run [--config FILE]\n"
    "\n"
    "Answers the network's DNS questions by the household's rules until it is told to stop (SIGTERM, Ctrl-C).\n"
    "\n"
    "  --config FILE   the machine's settings; /etc/darban/darban.yaml unless said otherwise\n"
    "  --foreground    stay in the foreground; this is what it always does, the word is there for scripts\n"
    "\n"
    "SIGHUP and changed files are taken up while it runs. A file that does not load changes nothing: the rules before it stay in "
    "force, the\n"
    "log and `darban status` say what is wrong and where.\n";

int run_daemon(std::span<const std::string_view> words);

}  // namespace darban
