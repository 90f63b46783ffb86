// SPDX-License-Identifier: Apache-2.0
// `darban check`: everything `darban run` would read, without running.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kCheckHelp =
    "usage: darban check [--config FILE] [--print-config]\n"
    "\n"
    "Reads the settings, the household's rules and the compiled lists as `darban run` would, and says what is wrong, where, and "
    "what would be\n"
    "right. Nothing is started or changed. Exit code 0: darban would run with these.\n"
    "\n"
    "  --config FILE   the machine's settings; /etc/darban/darban.yaml unless said otherwise\n"
    "  --print-config  print every setting as it is in force, defaults included\n";

int run_check(std::span<const std::string_view> words);

}  // namespace darban
