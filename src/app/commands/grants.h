// SPDX-License-Identifier: Apache-2.0
// `darban grants`: what adults gave and took for a while, and until when.
#pragma once
#include <span>
#include <string_view>

#include "app/commands/grant_arguments.h"

namespace darban {

inline constexpr std::string_view kGrantsHelp =
    "usage: darban grants [--json] [--config FILE]\n"
    "\n"
    "Lists what is in force: pauses, bonus time, modes, sites and services opened or closed for a while; by number, for whom, "
    "until\n"
    "when, and who gave it.\n"
    "\n"
    "  --json          the same as JSON\n"
    "  --config FILE   the settings, which say where the daemon can be asked; /etc/darban/darban.yaml unless said otherwise\n";

int run_grants(std::span<const std::string_view> words);

}  // namespace darban
