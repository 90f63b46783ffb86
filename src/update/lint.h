// SPDX-License-Identifier: Apache-2.0
// `darban lists lint`: everything that is wrong with a blocklists/ folder, in one go, each with its place. What a single file can
// say about itself is refused by its loader (config/); here stands what only shows when files are held against each other,
// against the calendar, and against the sites that people visit. Pure but for reading the folder; any thread.
#pragma once
#include <string>
#include <vector>

#include "update/lint_finding.h"
#include "update/top_sites.h"

namespace darban {

struct LintOrder {
  std::string folder;
  std::string today;   // YYYY-MM-DD
  TopSites top_sites;  // empty: not held against them
  std::string since;   // the folder as it was before: ids in it belong to their keys for ever. Empty: not asked
};

struct LintReport {
  std::vector<LintFinding> findings;  // by file and place
  std::size_t files = 0;              // read
  std::size_t names = 0;              // that the folder closes
  std::size_t errors() const;
};

LintReport lint(const LintOrder& order);

inline constexpr int kReviewSoonDays = 30;
inline constexpr std::uint32_t kPopularRank = 10'000;  // a site up to this place needs two sources, or a person who looked

}  // namespace darban
