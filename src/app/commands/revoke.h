// SPDX-License-Identifier: Apache-2.0
// `darban revoke`: takes back what was given.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kRevokeHelp =
    "usage: darban revoke NUMBER...\n"
    "       darban revoke --all WHO\n"
    "\n"
    "Takes back what was given, by the numbers that `darban grants` shows, or everything that was given for one (and, of a "
    "person, for\n"
    "their devices). All of it or nothing. What was given for everyone is taken back by its number, or with --all everyone.\n"
    "\n"
    "  --all WHO       a person, a room, guest, everyone, or a device as Ali/tablet\n"
    "  --by NAME       who takes it back; without it the name of whoever is logged in\n"
    "  --config FILE   the settings, which say where the daemon can be asked; /etc/darban/darban.yaml unless said otherwise\n";

int run_revoke(std::span<const std::string_view> words);

}  // namespace darban
