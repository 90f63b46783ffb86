// SPDX-License-Identifier: Apache-2.0
// From rules to meanings. Every rule of every source is worked out once, here, so that nothing is left to decide when a question
// comes: the result says for each name that matters which categories it has itself and which the names below it have. A name that
// would say what its nearest stored parent says already is left out; so an allow, a hole and an important rule cost the matcher
// nothing.
//
// Inside one category, for a question: an important allow that applies opens it; else an important block closes it; else an allow
// opens it; else a block closes it. A hole (`$denyallow`) takes its names out of the blocks of its own line whose names are
// shorter, and out of no other rule. Above all categories: a sheltered name has none, whatever any list says. Slow twin:
// tests/oracle/slow_matcher.h. One thread; the memory does not grow with the number of names.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "lists/category.h"
#include "lists/resolved_names.h"
#include "lists/rule_sorter.h"

namespace darban {

// What became of a source's rules. A rule is counted at most once.
struct RuleCounts {
  std::uint64_t duplicates = 0;  // the same rule again in the same source
  std::uint64_t known = 0;       // a source given earlier has the same rule for the same category
  std::uint64_t pruned = 0;      // says nothing that the rules around it do not say
  std::uint64_t cancelled = 0;   // by a `$badfilter`
};

// Which source closes a name that is watched, or would close one that is sheltered.
struct Hit {
  std::uint32_t number = 0;  // as given with the name
  std::uint16_t source = 0;
  std::uint8_t labels = 0;  // of the rule that does it: fewer than the name's when a parent is closed
  bool sheltered = false;
  friend bool operator==(const Hit&, const Hit&) = default;
};

// Blocks with holes that are in force for one name at once. Lists have a handful; the bound keeps the work linear.
inline constexpr std::size_t kMostHoledBlocks = 256;
// Hits kept; more are not, and hits_left_out counts them.
inline constexpr std::size_t kMostHits = 100'000;

struct HoledBlockLeftOut {
  std::uint16_t source = 0;
  std::uint32_t line = 0;
};

struct Resolution {
  std::vector<RuleCounts> sources;
  std::vector<HoledBlockLeftOut> too_many_holes;  // blocks left out for kMostHoledBlocks
  std::vector<Hit> hits;                          // in no particular order
  std::uint64_t hits_left_out = 0;
};

// The category of a source, and whether its rules count at all.
struct RuleOwner {
  CategoryId category{};
  bool dropped = false;
};

// `rules` was finish()ed and is used up; `owners` are indexed by source.
Result<Resolution> resolve(RuleSorter& rules, std::span<const RuleOwner> owners, ResolvedNames& into);

}  // namespace darban
