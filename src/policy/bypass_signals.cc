// SPDX-License-Identifier: Apache-2.0
#include "policy/bypass_signals.h"

#include <algorithm>
#include <array>
#include <string_view>
#include <utility>

namespace darban {
namespace {

constexpr std::array<std::pair<std::string_view, RrType>, 4> kTypes{
    {{"A", RrType::a}, {"AAAA", RrType::aaaa}, {"HTTPS", RrType::https}, {"SVCB", RrType::svcb}}};

std::uint8_t bit_of(std::size_t place) { return static_cast<std::uint8_t>(1U << place); }

std::uint8_t bits_of(const std::vector<std::string>& types) {
  std::uint8_t bits = 0;
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (std::find(types.begin(), types.end(), kTypes[i].first) != types.end()) bits |= bit_of(i);
  }
  return bits;
}

std::uint8_t bit_of(RrType type) {
  for (std::size_t i = 0; i < kTypes.size(); ++i) {
    if (kTypes[i].second == type) return bit_of(i);
  }
  return 0;
}

struct Row {
  std::string_view name;
  WrittenScope scope;
  std::string_view types;  // "A AAAA"; empty: all
  SignalAnswer answer;
  BypassLevel level;
};

using enum WrittenScope;
using enum SignalAnswer;
using enum BypassLevel;
constexpr Row kRows[] = {
#include "policy/signal_table.inc"
};

std::vector<std::string> words_in(std::string_view text) {
  std::vector<std::string> words;
  while (!text.empty()) {
    const auto blank = std::min(text.find(' '), text.size());
    words.emplace_back(text.substr(0, blank));
    text.remove_prefix(std::min(blank + 1, text.size()));
  }
  return words;
}

}  // namespace

std::optional<Verdict> BypassSignals::verdict(std::uint8_t number, BypassLevel level, RrType type) const {
  const Signal& signal = signals_[number - 1U];
  if (level < signal.from) return std::nullopt;
  if (signal.types != 0 && (signal.types & bit_of(type)) == 0) return std::nullopt;
  Verdict verdict{Action::block, Step::canary, Group::ways_round, false};
  verdict.closed_as = signal.answer;
  return verdict;
}

BypassSignals add_signals(std::span<const BypassSignal> signals, SpecialNamesBuilder& names) {
  BypassSignals kept;
  for (const BypassSignal& signal : signals) {
    const auto name = Name::from_text(signal.name);
    if (!name || name->is_root()) continue;  // the loader refuses such a file
    const NameScope scope = signal.scope == subtree ? NameScope::subtree : NameScope::exact;
    if (signal.answer == resolve) {
      names.add_mark(*name, scope, NameMark::lists_never_close);
      continue;
    }
    kept.signals_.push_back(
        {bits_of(signal.types), signal.answer == nodata ? ClosedAs::nodata : ClosedAs::nxdomain, signal.level});
    names.add_signal(*name, scope, static_cast<std::uint8_t>(kept.signals_.size()));
  }
  return kept;
}

std::vector<BypassSignal> built_in_signals() {
  std::vector<BypassSignal> signals;
  for (const Row& row : kRows) {
    BypassSignal signal;
    signal.name = row.name;
    signal.scope = row.scope;
    signal.types = words_in(row.types);
    signal.answer = row.answer;
    signal.level = row.level;
    signals.push_back(std::move(signal));
  }
  return signals;
}

}  // namespace darban
