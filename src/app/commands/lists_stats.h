// SPDX-License-Identifier: Apache-2.0
// `darban lists stats`: what is in an image. An image holds no names, so none can be shown.
#pragma once
#include <span>
#include <string_view>

namespace darban {

inline constexpr std::string_view kListsStatsHelp =
    "usage: darban lists stats [--json] IMAGE\n"
    "\n"
    "Checks an image and says what it holds: categories, sources with their counts and dates, and its size. Exit code 1: it was "
    "refused.\n";

int run_lists_stats(std::span<const std::string_view> words);

}  // namespace darban
