// SPDX-License-Identifier: Apache-2.0
// `darban devices`: asks the running daemon over its control socket whose devices there are, and which are new.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kDevicesHelp =
    "usage: darban devices [--json] [--config FILE]\n"
    "\n"
    "Lists everybody's devices as the household file labels them, and the new ones that are nobody's yet with what is needed to\n"
    "write them there. New ones have the guests' rules.\n"
    "\n"
    "  --json          the same as JSON\n"
    "  --config FILE   the settings, which say where the daemon can be asked; /etc/darban/darban.yaml unless said otherwise\n"
    "\n"
    "darban knows a new device by the neighbour table or a DHCP lease, never by what it asked. It keeps the day and no hour, "
    "and\n"
    "does not tell who is at home.\n";

int run_devices(std::span<const std::string_view> words);

}  // namespace darban
