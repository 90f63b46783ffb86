// SPDX-License-Identifier: Apache-2.0
// What the parent of an update asks the step that downloads, and what it gets back: plain values, and the two files they travel
// in (tab_lines.h). The step is a stranger once it has spoken to the network: what it reports is read strictly and within bounds.
// Values; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/settings.h"
#include "update/back_off.h"
#include "update/fetch_report.h"

namespace darban {

// One list.
struct FetchOrder {
  std::string source;             // the catalogue's id
  std::vector<std::string> urls;  // the origin, then mirrors
  std::string into;               // the file for the decoded text, relative to the batch's folder; a part is kept beside it
  // What the copy we have was described by; empty: we have none. Sent only to the address that said so.
  std::string etag;
  std::string last_modified;
  std::string described_by;                             // one of `urls`; empty: the first
  std::uint64_t most_octets = std::uint64_t{64} << 20;  // of the decoded text
  friend bool operator==(const FetchOrder&, const FetchOrder&) = default;
};

// What holds for all of them.
struct FetchTerms {
  std::string folder;                // the only place that is written to
  std::vector<Endpoint> resolvers;   // who is asked for the servers' addresses: the upstreams, never ourselves
  std::string authorities;           // a PEM file of the certificate authorities to trust; empty: the machine's own
  std::uint32_t at_once = 4;         // transfers, 1 to 32
  std::uint32_t rounds = 3;          // tries of each address
  BackOff back_off;                  // between rounds
  Milliseconds connect{10000};       // until the connection stands, TLS included
  std::uint64_t slowest = 512;       // octets a second; slower than that for `patience` and we stop
  Milliseconds patience{30000};      // whole seconds
  Milliseconds one_source{1200000};  // all tries of a list together
  Milliseconds everything{3600000};  // the whole batch
};

struct FetchBatch {
  FetchTerms terms;
  std::vector<FetchOrder> orders;
};

// Writing fails when a text can not stand in a line; reading names the line.
Result<std::string> text_of_batch(const FetchBatch& batch);
Result<FetchBatch> read_batch(std::string_view text);

}  // namespace darban
