// SPDX-License-Identifier: Apache-2.0
// One entry of one source as the compiler keeps it until all sources are read: 16 octets beside the name's key.
#pragma once
#include <array>
#include <cstdint>
#include <vector>

#include "lists/entry.h"
#include "lists/name_keys.h"

namespace darban {

struct Rule {
  std::uint64_t family = 0;  // equal for all names with the same last two labels; those with the same last label stand together
  std::uint32_t at = 0;      // of the key
  std::uint16_t source = 0;
  std::uint8_t size = 0;  // of the key
  std::uint8_t bits = 0;  // scope, kind, and the two below

  static constexpr std::uint8_t kHoled = 0x40;   // a block with holes of its own: `$denyallow`
  static constexpr std::uint8_t kCancel = 0x80;  // takes the identical rule of its source away: `$badfilter`

  static std::uint8_t bits_of(const Entry& entry) {
    return static_cast<std::uint8_t>(static_cast<unsigned>(entry.kind) << 2 | static_cast<unsigned>(entry.scope));
  }
  NameKey key() const { return {at, size}; }
  Scope scope() const { return static_cast<Scope>(bits & 3); }
  EntryKind kind() const { return static_cast<EntryKind>(bits >> 2 & 7); }
  bool is_holed() const { return (bits & kHoled) != 0; }
  bool is_cancel() const { return (bits & kCancel) != 0; }
};
static_assert(sizeof(Rule) == 16);

// All rules, thrown into buckets as they come: sorting many small heaps is quicker than sorting a large one, and no heap is so
// large that moving it to a larger place is felt. A family stands in one bucket; top-level domains stand apart.
struct RuleBuckets {
  std::vector<Rule> tops;
  std::array<std::vector<Rule>, 256> families;
  std::vector<Rule>& bucket_of(const Rule& rule, int labels) { return labels == 1 ? tops : families[rule.family & 0xff]; }
};

// The line that a hole or a holed block was written on: a hole is one in the blocks of its own line and in no others.
struct HoleLine {
  std::uint32_t rule_at = 0;  // Rule::at, which no two rules share
  std::uint32_t line = 0;
  std::uint16_t source = 0;
};

}  // namespace darban
