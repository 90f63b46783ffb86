// SPDX-License-Identifier: Apache-2.0
// `darban account`: who may log in to the page, and the way back in when a password or a phone is lost.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kAccountHelp =
    "usage: darban account list [--json]\n"
    "       darban account add NAME [--role ROLE] [--language TAG]\n"
    "       darban account password NAME\n"
    "       darban account role NAME ROLE\n"
    "       darban account remove NAME\n"
    "       darban account totp-off NAME\n"
    "\n"
    "Who may log in to darban's page. The way back in: `password` gives a new one, `totp-off` asks for no code of a lost phone "
    "any\n"
    "more, `add NAME --role owner` makes another owner. The last owner can neither be removed nor become something else.\n"
    "\n"
    "A password is asked for twice at the terminal, and is the one line of standard input elsewhere; it is never written on the\n"
    "command line. It needs 8 characters or more. A new password or role ends where that account was logged in.\n"
    "\n"
    "ROLE is owner, parent (the usual one), helper (pause and bonus), teacher (rooms), maintainer (lists) or auditor (reads "
    "only).\n"
    "\n"
    "  --role ROLE       parent unless said otherwise\n"
    "  --language TAG    such as en or ur\n"
    "  --json            for programs\n"
    "  --config FILE     the settings, which say where the daemon can be asked; /etc/darban/darban.yaml unless said otherwise\n"
    "\n"
    "The daemon must be running. Whoever may open its control socket (its user and group, and root) may do this.\n";

int run_account(std::span<const std::string_view> words);

}  // namespace darban
