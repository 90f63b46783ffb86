// SPDX-License-Identifier: Apache-2.0
// `darban restore FILE`: what `darban backup` wrote, brought home whole or not at all.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kRestoreHelp =
    "usage: darban restore FILE [--with-settings] [--config FILE]\n"
    "       darban restore --finish [--config FILE]\n"
    "\n"
    "Puts the household, its versions and calendars, and who may log in, in the place of those here. The daemon must not run:\n"
    "stop it, restore, start it. What is replaced stays beside it under its name with .before-restore behind it. A file that is\n"
    "damaged, of somebody else or of a later darban is refused, and then nothing is changed; so it is after a power cut, or the\n"
    "next start finishes it.\n"
    "\n"
    "  --with-settings  darban.yaml too: for the same machine again, or one that is like it\n"
    "  --finish         the rest of a restore that was interrupted\n"
    "  --config FILE    the settings; /etc/darban/darban.yaml unless said otherwise\n"
    "\n"
    "Passwords are then those of the backup, and everybody logs in anew. API tokens, pauses, requests of children and the "
    "numbers\n"
    "of people stay as they are on this machine, and what adults changed since is not forgotten.\n";

int run_restore(std::span<const std::string_view> words);

}  // namespace darban
