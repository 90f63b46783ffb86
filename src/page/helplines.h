// SPDX-License-Identifier: Apache-2.0
// Helplines, as blocklists/never-block.yaml says them, taken in when the program is built (helpline_table.inc). Shown only while
// somebody has verified them lately: a number that leads nowhere is worse than none. Pure.
#pragma once
#include <array>
#include <chrono>
#include <optional>
#include <span>
#include <string_view>
#include <vector>

#include "base/showable.h"

namespace darban::page {

inline constexpr std::size_t kMostHelps = 5;

struct HelpRow {
  Text country;  // "PK", "PK-PB", "EU" or "any"
  Text name;
  Text phone;                          // empty: none
  Text dial;                           // the same as digits to dial; empty where it is more than one number
  Text site;                           // empty: none
  std::array<Text, kMostHelps> helps;  // what with: ends of keys child.help.for.*; empty: no more
  int year, month, day;                // last verified
  std::chrono::sys_days verified() const;
};

inline constexpr std::chrono::days kShownFor{180};
std::span<const HelpRow> help_rows();

// Those for a country ("PK" or a part of one, "PK-PB"; empty: none chosen) and those for any, which were verified lately. A
// part's own rows come first, then the country's, then the union's, then those for any; with a telephone before those without.
std::vector<const HelpRow*> help_for(std::string_view country, std::chrono::sys_days today);

}  // namespace darban::page
