// SPDX-License-Identifier: Apache-2.0
// What the maintainer's bench takes besides folders: the sites most visited, days, and how the report is wanted. Any thread.
#pragma once
#include <optional>
#include <string>

#include "app/arguments.h"
#include "update/top_sites.h"

namespace darban {

// The error is a sentence.
Result<TopSites, std::string> read_top_sites(const std::string& path);
// Of --top-sites; none when it is not given.
Result<TopSites, std::string> top_sites_of(const Arguments& arguments);

enum class BenchStyle { text, markdown, json };
// Of --json and --markdown; a sentence when both are given.
Result<BenchStyle, std::string> bench_style_of(const Arguments& arguments);

// "FILE:LINE:COLUMN: sentence", the file's name without control characters.
std::string sentence_of(const ConfigError& error);

// Today in UTC, as YYYY-MM-DD.
std::string today();

}  // namespace darban
