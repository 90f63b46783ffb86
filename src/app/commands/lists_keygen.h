// SPDX-License-Identifier: Apache-2.0
// `darban lists keygen`: a maintainer's pair of keys.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsKeygenHelp =
    "usage: darban lists keygen [--comment TEXT] NAME\n"
    "\n"
    "Makes a pair of keys for signing lists: NAME.key, which is secret and stays with you, and NAME.pub, one line for the trust "
    "file\n"
    "of everybody who wants your lists. Files that are there already are not touched.\n"
    "\n"
    "  --comment TEXT   whose key it is, for the people who read the trust file; NAME unless said otherwise\n"
    "\n"
    "A trust file (lists.keys beside the image) says how many of its keys must have signed, then names the keys:\n"
    "\n"
    "  threshold: 2\n"
    "  (the line of NAME.pub of each maintainer)\n"
    "\n"
    "Keep NAME.key off machines that face the internet, and a copy of it in a safe place: there is no way to get it back.\n"
    "\n"
    "Exit codes: 0 the keys are made, 1 they could not be, 2 the command line was not understood.\n";

int run_lists_keygen(std::span<const std::string_view> words);

}  // namespace darban
