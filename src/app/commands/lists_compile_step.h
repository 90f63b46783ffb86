// SPDX-License-Identifier: Apache-2.0
// `darban lists compile-step`: the process that reads what strangers wrote: it judges the fetched lists, compiles them and puts
// the image in force, or does so with what maintainers signed. It has no network. `darban lists update` starts it, and nobody
// else needs to.
#pragma once
#include <span>
#include <string>
#include <string_view>

#include "base/result.h"
#include "update/compile_update.h"

namespace darban {

inline constexpr std::string_view kListsCompileHelp =
    "usage: darban lists compile-step [--user NAME] ORDER FETCHED REPORT\n"
    "\n"
    "A step of `darban lists update`, which starts it: does what the file ORDER says with the lists that FETCHED speaks of, and\n"
    "writes the file REPORT. FETCHED may be missing: nothing was fetched. Exit code 1: there is no report.\n"
    "\n"
    "  --user NAME   become that user first, when root\n";

int run_lists_compile_step(std::span<const std::string_view> words);

// The order, as it travels.
Result<std::string> text_of_order(const CompileOrder& order);
Result<CompileOrder> read_order(std::string_view text);  // error.at is the line

}  // namespace darban
