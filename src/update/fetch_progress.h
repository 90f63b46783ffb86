// SPDX-License-Identifier: Apache-2.0
// What the step that downloads tells its parent while it works: one line an event, tab-separated, on its standard output. The
// parent shows it to whoever watches, or throws it away; nothing depends on it. Values; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"
#include "update/fetch_report.h"
#include "update/fetch_trouble.h"

namespace darban {

struct FetchProgress {
  enum class Event : std::uint8_t {
    asking,   // a request leaves
    loading,  // `octets` of `expected` are here
    waiting,  // `trouble` happened; the next try follows after `wait`
    ended,    // `outcome`, and `trouble` when it failed
  };
  Event event = Event::asking;
  std::string source;
  std::size_t url = 0;
  std::uint64_t octets = 0;
  std::uint64_t expected = 0;  // 0: unknown
  Milliseconds wait{0};
  FetchTrouble trouble = FetchTrouble::none;
  FetchOutcome outcome = FetchOutcome::failed;
  friend bool operator==(const FetchProgress&, const FetchProgress&) = default;
};
Text text_of(FetchProgress::Event event);

// Without a line end; every field has its place in every line.
std::string line_of(const FetchProgress& progress);
// Nothing for a line that is not one.
std::optional<FetchProgress> read_progress(std::string_view line);

}  // namespace darban
