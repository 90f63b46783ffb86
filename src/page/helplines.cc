// SPDX-License-Identifier: Apache-2.0
#include "page/helplines.h"

#include <algorithm>

namespace darban::page {
namespace {

constexpr HelpRow kRows[] = {
#include "page/helpline_table.inc"
};

constexpr std::array<std::string_view, 27> kUnion{"AT", "BE", "BG", "CY", "CZ", "DE", "DK", "EE", "ES",
                                                  "FI", "FR", "GR", "HR", "HU", "IE", "IT", "LT", "LU",
                                                  "LV", "MT", "NL", "PL", "PT", "RO", "SE", "SI", "SK"};

// How near a row is to that country; the farthest is not for it.
enum class Nearness : std::uint8_t { part, country, its_union, any, elsewhere };
Nearness nearness_of(std::string_view row, std::string_view country) {
  if (row == "any") return Nearness::any;
  if (country.empty()) return Nearness::elsewhere;
  const std::string_view whole = country.substr(0, 2);
  if (row == country) return country.size() > 2 ? Nearness::part : Nearness::country;
  if (row == whole) return Nearness::country;
  const bool in_union = whole == "EU" || std::find(kUnion.begin(), kUnion.end(), whole) != kUnion.end();
  return row == "EU" && in_union ? Nearness::its_union : Nearness::elsewhere;
}

}  // namespace

std::chrono::sys_days HelpRow::verified() const {
  return std::chrono::sys_days(std::chrono::year(year) / std::chrono::month(static_cast<unsigned>(month)) /
                               std::chrono::day(static_cast<unsigned>(day)));
}

std::span<const HelpRow> help_rows() { return kRows; }

std::vector<const HelpRow*> help_for(std::string_view country, std::chrono::sys_days today) {
  std::vector<const HelpRow*> rows;
  for (const HelpRow& row : kRows) {
    if (nearness_of(row.country.view(), country) != Nearness::elsewhere && today - row.verified() <= kShownFor)
      rows.push_back(&row);
  }
  std::stable_sort(rows.begin(), rows.end(), [&](const HelpRow* a, const HelpRow* b) {
    const auto rank = [&](const HelpRow* row) {
      return std::pair(row->phone.view().empty(), nearness_of(row->country.view(), country));
    };
    return rank(a) < rank(b);
  });
  return rows;
}

}  // namespace darban::page
