// SPDX-License-Identifier: Apache-2.0
// The names under which strangers register (publicsuffix.org): blocking "co.uk" and everything below would close a country. A set
// of keyed hashes, asked once for each entry of a list. Immutable once made; any thread.
#pragma once
#include <bitset>
#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "dns/name.h"

namespace darban {

class PublicSuffixes {
 public:
  // The list this machine has installed, or else built_in(). Read at the first call, then shared.
  static const PublicSuffixes& installed();
  // The one inside libpsl: correct, but about 0.5 us a question.
  static PublicSuffixes built_in();
  // The text of a list in the format of publicsuffix.org: rules, `*.` rules, `!` exceptions, U-labels; `//` comments. error.at is
  // the line.
  static Result<PublicSuffixes> from_text(std::string_view text);

  // A top-level domain, a rule, the parent of a `*.` rule, or one label below it that no exception names.
  bool has(const Name& name) const;

 private:
  static constexpr std::size_t kFilterBits = 1U << 17;
  enum class Rule : std::uint8_t { plain, wildcard, exception };
  PublicSuffixes() = default;
  void add(std::uint64_t hash, Rule rule);
  bool holds(std::uint64_t hash, Rule rule) const;
  void grow();
  bool ask_library_ = false;
  int most_labels_ = 0;  // no rule concerns a name with more
  std::size_t used_ = 0;
  std::bitset<kFilterBits> filter_;   // of the keys in table_
  std::vector<std::uint64_t> table_;  // open addressing, a power of two of slots, 0 is free
};

}  // namespace darban
