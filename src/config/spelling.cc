// SPDX-License-Identifier: Apache-2.0
// Optimal string alignment distance (Damerau-Levenshtein without repeated edits of a place): three rows of the usual table.
#include "config/spelling.h"

#include <algorithm>
#include <vector>

namespace darban {
namespace {

constexpr std::size_t kLongestWord = 40;  // keys are shorter; longer words are not compared
constexpr std::size_t kLongestQuote = 60;

std::size_t slips_between(std::string_view a, std::string_view b) {
  std::vector<std::size_t> before_last(b.size() + 1);
  std::vector<std::size_t> last(b.size() + 1);
  std::vector<std::size_t> row(b.size() + 1);
  for (std::size_t j = 0; j <= b.size(); ++j) last[j] = j;
  for (std::size_t i = 1; i <= a.size(); ++i) {
    row[0] = i;
    for (std::size_t j = 1; j <= b.size(); ++j) {
      row[j] = std::min({last[j] + 1, row[j - 1] + 1, last[j - 1] + (a[i - 1] == b[j - 1] ? 0 : 1)});
      const bool swapped = i > 1 && j > 1 && a[i - 1] == b[j - 2] && a[i - 2] == b[j - 1];
      if (swapped) row[j] = std::min(row[j], before_last[j - 2] + 1);
    }
    before_last.swap(last);
    last.swap(row);
  }
  return last[b.size()];
}

// Keys are lower case with hyphens; `Open_Doors` is meant to be `open-doors`.
std::string as_key(std::string_view word) {
  std::string key(word);
  for (auto& c : key) {
    if (c >= 'A' && c <= 'Z') c = static_cast<char>(c - 'A' + 'a');
    if (c == '_' || c == ' ') c = '-';
  }
  return key;
}

}  // namespace

std::string_view nearest(std::string_view word, std::span<const std::string_view> known) {
  if (word.empty() || word.size() > kLongestWord) return {};
  const std::string key = as_key(word);
  std::size_t fewest = key.size() < 5 ? 2 : 3;  // one more than what is believed
  std::string_view best;
  for (const auto candidate : known) {
    const auto slips = slips_between(key, candidate);
    if (slips < fewest && slips < candidate.size()) {
      fewest = slips;
      best = candidate;
    }
  }
  return best;
}

std::string quote(std::string_view text) {
  std::string shown = "'";
  for (const char c : text.substr(0, kLongestQuote)) shown += static_cast<unsigned char>(c) < 0x20 || c == 0x7f ? '?' : c;
  if (text.size() > kLongestQuote) {
    while (shown.size() > 1 && (static_cast<unsigned char>(text[shown.size() - 1]) & 0xc0) == 0x80)
      shown.pop_back();  // whole characters
    shown += "...";
  }
  return shown + "'";
}

}  // namespace darban
