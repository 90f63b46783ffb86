// SPDX-License-Identifier: Apache-2.0
// An update from a publisher's folder (lists/BUNDLE.md) instead of from the lists of the catalogue: what maintainers compiled and
// signed. The step that fetches brings index.tsv and lists.unblock; this, without a network, reads them, puts the un-block file
// in force, and says which bundle is wanted; when that was fetched too, it is called once more and puts it in force. A refused
// file stays in the cache: while the server says that it is unchanged, it is refused again without being fetched again. One
// thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/household.h"
#include "update/fetch_order.h"
#include "update/signed_report.h"

namespace darban {

struct SignedOrder {
  std::string state;           // <state>, where the caches and generations are
  std::string image;           // what the daemon watches; the trust file stands beside it
  std::string url;             // the publisher's folder
  bool bundles = true;         // else un-block files only: somebody went back and looks into something
  bool new_publisher = false;  // numbers begin anew
  std::int64_t now = 0;        // Unix seconds
  friend bool operator==(const SignedOrder&, const SignedOrder&) = default;
};

// When somebody last asked the folder, with whatever result. Unix seconds; 0: never.
std::int64_t last_signed_check(const std::string& state);
// What the step that fetches is told first; and then, when the report wants a bundle.
std::vector<FetchOrder> first_signed_fetch(const SignedOrder& order);
FetchOrder bundle_fetch(const SignedOrder& order, const SignedReport& report);

// The error is the trust file's.
Result<SignedReport, ConfigError> update_signed(const SignedOrder& order, const std::vector<FetchResult>& fetched);

// The order, as it travels.
inline constexpr std::string_view kSignedOrderKind = "darban-signed-order";
Result<std::string> text_of_signed_order(const SignedOrder& order);
Result<SignedOrder> read_signed_order(std::string_view text);  // error.at is the line

}  // namespace darban
