// SPDX-License-Identifier: Apache-2.0
// What became of an update from a publisher's folder (signed_update.h): a line for each of its files. Kept as
// <state>/signed-report, so that `darban lists status` can say later why nothing newer came. Values; any thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include "base/result.h"
#include "lists/bundle_fault.h"
#include "update/update_report.h"

namespace darban {

// fresh: it is in force. refused and failed: what was in force stays.
struct SignedFile {
  SourceFate fate = SourceFate::resting;
  FetchTrouble trouble = FetchTrouble::none;  // of failed
  std::optional<BundleFault> refusal;         // of refused
  std::uint64_t at = 0;                       // the octet of a refusal, or the line of the index; 0: none is to blame
  std::uint64_t number = 0;                   // what the publisher has, as far as it is known
  friend bool operator==(const SignedFile&, const SignedFile&) = default;
};

struct SignedReport {
  std::string url;
  std::int64_t begun = 0;  // Unix seconds
  std::int64_t ended = 0;
  SignedFile index;
  SignedFile unblock;
  SignedFile bundle;
  // A bundle that is news and must be fetched before the step can go on; 0: none.
  std::uint64_t wanted = 0;
  std::uint64_t wanted_octets = 0;
  friend bool operator==(const SignedReport&, const SignedReport&) = default;
};

Result<std::string> text_of_signed_report(const SignedReport& report);
// error.at is the line.
Result<SignedReport> read_signed_report(std::string_view text);

}  // namespace darban
