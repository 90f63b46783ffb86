// SPDX-License-Identifier: Apache-2.0
// The names under which strangers register (publicsuffix.org): blocking "co.uk" and everything below would close a country. A set of keyed
// hashes, asked once for each entry of a list. Immutable once made; any thread.
#pragma once
#include <cstdint>
#include <memory>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dns/name.h"

namespace darban {

class PublicSuffixes {
 public:
  // The list this machine has, or the one inside libpsl. Read at the first call, then shared.
  static const PublicSuffixes& installed();
  // The text of a list in the format of publicsuffix.org: rules, `*.` rules, `!` exceptions, U-labels; `//` comments. error.at is the line.
  static Result<PublicSuffixes> from_text(std::string_view text);

  // A top-level domain, a rule, or one label below a `*.` rule that no exception names. The rule "*" alone does not count.
  bool has(const Name& name) const;
  std::size_t rules() const { return rules_; }

 private:
  PublicSuffixes() = default;
  bool holds(std::uint64_t hash) const;
  std::size_t rules_ = 0;
  bool ask_library_ = false;           // no text on this machine: each question goes to libpsl's own table
  std::uint64_t mask_ = 0;
  std::vector<std::uint64_t> table_;   // open addressing, 0 is free; the kind of a rule is mixed into its hash
};

}  // namespace darban
