// SPDX-License-Identifier: Apache-2.0
// `darban COMMAND …`: finds the command, answers --help and --version, suggests what was meant.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kDefaultConfig = "/etc/darban/darban.yaml";

// `words` without the program's name. Returns the exit code (exit_code.h).
int run_command_line(std::span<const std::string_view> words);

// For commands that were called wrongly: the sentence, and where help is. Returns kExitUsage.
int usage_error(std::string_view command, std::string_view sentence);

}  // namespace darban
