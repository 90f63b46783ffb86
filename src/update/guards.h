// SPDX-License-Identifier: Apache-2.0
// What must be true of a fetched list before it is believed (decisions.md 7): it is a list, of about the size it should have,
// holds what it must and nothing that it must not, and does not close what everything stands on. The first guard that objects
// refuses the whole text; the last good one stays in use. Pure; one thread.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "lists/format.h"
#include "update/name_index.h"

namespace darban {

enum class Refusal : std::uint8_t {
  none,
  web_page,            // HTML where a list belongs
  error_message,       // JSON, as servers say that something went wrong
  octets,              // packed or binary
  empty,               // nothing but comments
  other_syntax,        // not the syntax the catalogue names
  too_few,             // fewer entries than the catalogue expects
  too_many,            // more
  shrunk,              // less than half of the last good one
  grown,               // more than three times the last good one
  bad_lines,           // more than one line in twenty can not be understood
  public_suffixes,     // about "co.uk" and the like, which would close whole countries
  canary_missing,      // a name that must be inside is not
  forbidden_name,      // a name that must not be inside is
  closes_vital_names,  // more vital names than a slip of the hand explains
  closes_top_sites,    // more of the most visited sites than the catalogue allows
  unreadable,          // the file could not be read
};
inline constexpr Refusal kLastRefusal = Refusal::unreadable;
Text text_of(Refusal refusal);  // what is wrong, as a sentence without its full stop
Text key_of(Refusal refusal);   // a word for files and JSON; never changes
std::optional<Refusal> refusal_of_key(std::string_view key);

inline constexpr std::uint64_t kShrunkPercent = 50;
inline constexpr std::uint64_t kGrownPercent = 300;
inline constexpr std::uint64_t kMostVitalNames = 5;  // more are no slip; fewer are sheltered one by one and reported
// Of the entries, those that are public suffixes: more than both of these is not about sites any more.
inline constexpr std::uint64_t kMostPublicSuffixes = 50;
inline constexpr std::uint64_t kPublicSuffixesPerThousand = 20;

// What is expected of one list.
struct Expectations {
  std::uint64_t least_entries = 0;
  std::uint64_t most_entries = ~std::uint64_t{0};
  std::uint64_t last_entries = 0;  // of the last good text; 0: there is none
  std::vector<Name> contains;
  std::vector<crypto::Digest> contains_hashed;  // SHA-256 of a lower-case name without its last dot
  std::vector<Name> never_contains;
  std::vector<crypto::Digest> never_contains_hashed;
  std::uint64_t most_top_sites = ~std::uint64_t{0};
};

// What was seen, whether refused or not.
struct Judgement {
  Refusal refusal = Refusal::none;
  std::uint64_t entries = 0;
  std::uint64_t bad_lines = 0;
  std::uint64_t public_suffixes = 0;
  std::uint64_t vital_names = 0;
  std::uint64_t top_sites = 0;
  std::uint32_t canary = 0;  // of canary_missing and forbidden_name: its place among the names, then the hashed ones
  std::uint32_t line = 0;    // where it was seen; 0: about the whole
};

// Names that every list is measured against.
struct Measures {
  NameIndex vital;
  NameIndex top_sites;  // the 1,000 most visited; may be empty
};

// Names in `without` are as if they were not in the list.
Judgement judge_list(std::string_view whole_file, const ListFormat& format, const ParseOptions& options,
                     const Expectations& expected, const NameIndex& without, const Measures& measures);

}  // namespace darban
