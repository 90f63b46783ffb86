// SPDX-License-Identifier: Apache-2.0
// `darban import`: another filter's settings as a household file, and a report of what it could not say.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kImportHelp =
    "usage: darban import SYSTEM FILE [OPTIONS]\n"
    "\n"
    "Makes a household file out of another filter's settings, and says of everything else why it is not in it and what to do "
    "instead.\n"
    "\n"
    "  darban import adguard AdGuardHome.yaml      AdGuard Home, settings of version 10 to 34\n"
    "  darban import pihole pi-hole_teleporter.zip Pi-hole 6; a .tar.gz of Pi-hole 5 too (Settings, Teleporter, Export)\n"
    "  darban import blocky config.yml             blocky\n"
    "\n"
    "  --output FILE   the household file to write; household.yaml unless said otherwise\n"
    "  --report FILE   write the report there, as Markdown, instead of showing it\n"
    "  --json          show the report as JSON\n"
    "  --dry-run       show the household and the report, write nothing\n"
    "  --force         write over a household file that is there\n"
    "  --zone ZONE     the time zone where the export only says 'local'; this machine's unless said otherwise\n"
    "  --blocklists FOLDER  where catalogue.yaml is, which knows lists by their addresses; lists.catalogue of the settings "
    "unless said otherwise\n"
    "  --config FILE   the machine's settings, to check the household with; /etc/darban/darban.yaml if it is there\n"
    "\n"
    "The household is looked over as `darban check` does before it is written. No other system knows how old anybody is: read "
    "what the report\n"
    "says first. Passwords, keys and query logs are never read.\n"
    "\n"
    "Exit codes: 0 a household was made, whatever the report says, 1 the file is no such export or the household can not be, 2 "
    "the command\n"
    "line was not understood.\n";

int run_import(std::span<const std::string_view> words);

}  // namespace darban
