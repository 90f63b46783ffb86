// SPDX-License-Identifier: Apache-2.0
// `darban lists verify`: would a receiver take this file?
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsVerifyHelp =
    "usage: darban lists verify [OPTIONS] FILE\n"
    "\n"
    "Checks a bundle or an un-block file as a receiver would: who signed it, whether it is whole, still good and newer than what "
    "is\n"
    "installed, and whether its image opens. Nothing is installed.\n"
    "\n"
    "  --keys FILE     the trust file; lists.keys unless said otherwise (`darban lists keygen --help` shows one)\n"
    "  --image IMAGE   compare with what is installed as IMAGE\n"
    "\n"
    "Exit codes: 0 it is good, 1 it is refused, 2 the command line was not understood.\n";

int run_lists_verify(std::span<const std::string_view> words);

}  // namespace darban
