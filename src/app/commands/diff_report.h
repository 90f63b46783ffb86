// SPDX-License-Identifier: Apache-2.0
// What `lists diff` shows: for people, as Markdown, and as JSON. Pure; any thread.
#pragma once
#include <string>

#include "app/commands/bench_input.h"
#include "update/list_diff.h"

namespace darban {

std::string diff_report(const ListDiff& diff, BenchStyle style);
std::string diff_report(const ImageDiff& diff, BenchStyle style);

}  // namespace darban
