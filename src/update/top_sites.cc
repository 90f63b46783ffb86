// SPDX-License-Identifier: Apache-2.0
#include "update/top_sites.h"

#include <algorithm>

#include "config/scalars.h"

namespace darban {
namespace {

constexpr std::string_view kWww = "www.";

std::string_view without_rank(std::string_view line) {
  const auto comma = line.find(',');
  const bool ranked = comma != std::string_view::npos && comma > 0 &&
                      line.substr(0, comma).find_first_not_of("0123456789") == std::string_view::npos;
  return ranked ? line.substr(comma + 1) : line;
}

}  // namespace

Result<TopSites, ConfigError> TopSites::from_text(std::string_view text, const std::string& file_name) {
  TopSites sites;
  for (int line = 1; !text.empty() && sites.names_.size() < kMostTopSites; ++line) {
    const auto end = std::min(text.find('\n'), text.size());
    std::string_view word = text.substr(0, end);
    text.remove_prefix(std::min(end + 1, text.size()));
    while (!word.empty() && (word.back() == '\r' || word.back() == ' ')) word.remove_suffix(1);
    if (word.empty() || word.starts_with('#')) continue;
    const auto name = read_domain(without_rank(word));
    if (!name)
      return ConfigError{file_name, {line, 1}, name.error().sentence + "; a domain a line is wanted, the most visited first"};
    sites.names_.push_back(*name);
    sites.ranks_.emplace(*name, static_cast<std::uint32_t>(sites.names_.size()));
  }
  if (sites.empty()) return ConfigError{file_name, {}, "no site in this file; a domain a line is wanted, the most visited first"};
  return sites;
}

std::optional<std::uint32_t> TopSites::rank_of(std::string_view name) const {
  auto found = ranks_.find(std::string(name));
  if (found == ranks_.end() && name.starts_with(kWww)) found = ranks_.find(std::string(name.substr(kWww.size())));
  return found == ranks_.end() ? std::nullopt : std::optional(found->second);
}

}  // namespace darban
