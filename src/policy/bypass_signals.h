// SPDX-License-Identifier: Apache-2.0
// Signals (safesearch.md 2): names by which devices ask whether this network wants its own resolver used, and what a profile's
// bypass level answers to them. Made of the signals of blocklists/bypass.yaml; without that file the table taken in when the
// program was built serves (signal_table.inc). Immutable once built; any thread may read.
//
// The answer is a "no" at once, never silence: devices wait for seconds for a name that is not answered, and then go their own
// way. A signal of `resolve` is the opposite: a name whose closing would make devices leave; no list closes it, at any level.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

#include "config/bypass_file.h"
#include "dns/registry.h"
#include "policy/special_names.h"
#include "policy/verdict.h"

namespace darban {

class BypassSignals {
 public:
  // What a profile of this level says to the signal with that number; empty: nothing, the question goes its way.
  std::optional<Verdict> verdict(std::uint8_t number, BypassLevel level, RrType type) const;

 private:
  friend BypassSignals add_signals(std::span<const BypassSignal> signals, SpecialNamesBuilder& names);
  struct Signal {
    std::uint8_t types = 0;  // bits of TypeBit; 0: all
    ClosedAs answer = ClosedAs::nxdomain;
    BypassLevel from = BypassLevel::standard;
  };
  std::vector<Signal> signals_;  // by number - 1
};

// Puts the names into the table and keeps what is to be said. At most 100 signals, as the file's loader sees to.
BypassSignals add_signals(std::span<const BypassSignal> signals, SpecialNamesBuilder& names);

// The program's own, for a folder without bypass.yaml. Without effect texts and places.
std::vector<BypassSignal> built_in_signals();

}  // namespace darban
