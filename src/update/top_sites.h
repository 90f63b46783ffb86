// SPDX-License-Identifier: Apache-2.0
// The sites that people visit most, in order, as a file the maintainer brings along: a domain a line, or "rank,domain" as Tranco
// writes it. Their names are public and may be shown. Plain values; any thread.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <vector>

#include "base/result.h"
#include "config/household.h"

namespace darban {

inline constexpr std::size_t kMostTopSites = 1'000'000;  // further lines are not read
// What people look at: the first so many.
inline constexpr std::array<std::uint32_t, 3> kTopCuts{1'000, 10'000, 100'000};

class TopSites {
 public:
  // Blank lines and `#` comments are skipped. Refused: a line that is no name, and a file without any.
  static Result<TopSites, ConfigError> from_text(std::string_view text, const std::string& file_name);

  const std::vector<std::string>& names() const { return names_; }  // the first is number 1
  bool empty() const { return names_.empty(); }
  // Of the name itself, or of the site whose `www.` it is; none when it is not among them.
  std::optional<std::uint32_t> rank_of(std::string_view name) const;

 private:
  std::vector<std::string> names_;
  std::unordered_map<std::string, std::uint32_t> ranks_;
};

}  // namespace darban
