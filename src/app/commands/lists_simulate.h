// SPDX-License-Identifier: Apache-2.0
// `darban lists simulate`: what a change to the lists closes and opens for people, before they notice.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsSimulateHelp =
    "usage: darban lists simulate [OPTIONS] OLD NEW\n"
    "\n"
    "Says for each default profile what NEW closes and opens, compared with OLD, among the sites that people visit most and "
    "among those\n"
    "that must stay open. OLD and NEW are images, or folders laid out like blocklists/, which are compiled in memory.\n"
    "\n"
    "  --top-sites FILE     the sites most visited, a domain a line\n"
    "  --must-open FOLDER   sites that must stay open, *.tsv with domain, why, source; FOLDER of the project's tests when NEW "
    "stands\n"
    "                       beside it\n"
    "  --json, --markdown   the report for machines, or for a pull request\n"
    "\n"
    "Exit codes: 0 nothing that must stay open is closed, 1 something is, or it went wrong, 2 the command line was not "
    "understood.\n";

int run_lists_simulate(std::span<const std::string_view> words);

}  // namespace darban
