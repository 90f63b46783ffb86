// SPDX-License-Identifier: Apache-2.0
// From rules to meanings. Every rule of every source is worked out once, here, so that nothing is left to decide when a question
// comes: the result says for each name that matters which categories it has itself and which the names below it have. A name that
// would say what its nearest stored parent says already is left out; so an allow, a hole and an important rule cost the matcher
// nothing.
//
// Inside one category, for a question: an important allow that applies opens it; else an important block closes it; else an allow
// opens it; else a block closes it. A hole (`$denyallow`) takes its names out of the blocks of its own line whose names are
// shorter, and out of no other rule. Slow twin: tests/oracle/slow_matcher.h. Pure; one thread.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lists/category.h"
#include "lists/class_table.h"
#include "lists/name_keys.h"
#include "lists/rule.h"

namespace darban {

struct StoredName {
  std::uint32_t at = 0;  // of the key
  std::uint32_t klass = 0;
  std::uint8_t size = 0;  // of the key
  std::uint8_t labels = 0;
  NameKey key() const { return {at, size}; }
};

// What became of a source's rules. A rule is counted at most once.
struct RuleCounts {
  std::uint64_t duplicates = 0;  // the same rule again in the same source
  std::uint64_t known = 0;       // a source given earlier has the same rule for the same category
  std::uint64_t pruned = 0;      // says nothing that the rules around it do not say
  std::uint64_t cancelled = 0;   // by a `$badfilter`
};

// Blocks with holes that are in force for one name at once. Lists have a handful; the bound keeps the work linear.
inline constexpr std::size_t kMostHoledBlocks = 256;

struct Meanings {
  std::vector<StoredName> names;  // the top-level domains, then family by family, a parent directly before the names below it
  NameKeys keys;                  // of these names, in their order
  ClassTable classes;
  std::vector<RuleCounts> sources;
  std::vector<HoleLine> too_many_holes;  // blocks left out for kMostHoledBlocks
};

// `rules` are used up. `holes` are sorted by rule_at; `categories` gives the category of each source.
Meanings resolve(RuleBuckets& rules, std::span<const HoleLine> holes, std::span<const CategoryId> categories,
                 const NameKeys& keys);

}  // namespace darban
