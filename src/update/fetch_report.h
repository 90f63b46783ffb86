// SPDX-License-Identifier: Apache-2.0
// What the step that downloads reports: plain values, and the file they travel in (field_lines.h). The step is a stranger once it
// has spoken to the network: what it says is read strictly and within bounds. Values; any thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "update/fetch_trouble.h"
#include "update/sandbox.h"

namespace darban {

inline constexpr std::size_t kMostSources = 1024;
inline constexpr std::size_t kMostUrls = 16;  // of one source

enum class FetchOutcome : std::uint8_t { fresh, unchanged, failed };
Text text_of(FetchOutcome outcome);

struct FetchResult {
  std::string source;
  FetchOutcome outcome = FetchOutcome::failed;
  FetchTrouble trouble = FetchTrouble::none;  // of the last try, when it failed
  int http_status = 0;                        // of the last answer; 0: there was none
  std::size_t url = 0;                        // which one it was
  std::string etag;
  std::string last_modified;
  std::uint64_t octets = 0;            // of the decoded text, in the file
  std::uint64_t travelled = 0;         // octets of the bodies on the wire, all tries together
  std::uint32_t tries = 0;             // requests, redirections not counted
  bool continued = false;              // made of parts
  bool length_was_known = false;       // else only the end of the connection said that the list is complete
  std::optional<Seconds> retry_after;  // the server's wish, when it was longer than we could wait
  friend bool operator==(const FetchResult&, const FetchResult&) = default;
};

struct FetchReport {
  SandboxReport sandbox;
  std::vector<FetchResult> results;  // in the order of the orders
};

// Writing fails when a text can not stand in a line; reading names the line.
Result<std::string> text_of_report(const FetchReport& report);
Result<FetchReport> read_report(std::string_view text);

}  // namespace darban
