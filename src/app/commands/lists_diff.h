// SPDX-License-Identifier: Apache-2.0
// `darban lists diff`: what a change to the lists does, for the people who review it and for a pull request.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsDiffHelp =
    "usage: darban lists diff [--json | --markdown] OLD NEW\n"
    "\n"
    "Says what changed between two folders laid out like blocklists/ (two versions of it, side by side): names with their "
    "reasons,\n"
    "services and their hosts, list sources, names that stay open. A name that was taken out has its reason when the new file "
    "keeps\n"
    "a comment `# removed NAME: why` where it stood. Names of adult sites are never shown, only how many and why.\n"
    "Between two images there are counts only, for each category and each source: an image holds no names.\n"
    "\n"
    "Exit codes: 0 the change is shown, 1 something can not be read, 2 the command line was not understood.\n";

int run_lists_diff(std::span<const std::string_view> words);

}  // namespace darban
