// SPDX-License-Identifier: Apache-2.0
// `darban lists status` and `darban lists rollback`: what the last update did, and the way back.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsStatusHelp =
    "usage: darban lists status [--config FILE] [--folder DIR] [--image FILE] [--blocklists DIR] [--json]\n"
    "\n"
    "Says which lists are in force, how old each is, and what is wrong with those that could not be renewed; with a bundle in "
    "force, whose\n"
    "it is, its number, until when it is good, and why nothing newer came.\n";

inline constexpr std::string_view kListsRollbackHelp =
    "usage: darban lists rollback [--to GENERATION] [--config FILE] [--folder DIR] [--image FILE] [--blocklists DIR]\n"
    "\n"
    "Puts the lists before the present ones in force again; a running darban takes them up at once. Updates by the clock rest "
    "until\n"
    "you say `darban lists update`. `darban lists status` shows which generations there are.\n";

int run_lists_status(std::span<const std::string_view> words);
int run_lists_rollback(std::span<const std::string_view> words);

}  // namespace darban
