// SPDX-License-Identifier: Apache-2.0
// One entry of one source as the compiler keeps it until all sources are read: 16 octets beside the name's key.
#pragma once
#include <cstdint>

#include "lists/entry.h"
#include "lists/name_keys.h"

namespace darban {

struct Rule {
  std::uint64_t family = 0;  // equal for all names with the same last two labels; 0 for names of one label
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
};
static_assert(sizeof(Rule) == 16);

// A rule on its way through sorting and merging. The key belongs to whoever hands it out.
struct SortedRule {
  std::uint64_t family = 0;
  Octets key;
  std::uint16_t source = 0;
  std::uint8_t bits = 0;
  std::uint32_t number = 0;  // the line of a hole or a holed block, which is about the blocks of its own line; the number of a
                             // name that is watched or sheltered; else 0

  Scope scope() const { return static_cast<Scope>(bits & 3); }
  EntryKind kind() const { return static_cast<EntryKind>(bits >> 2 & 7); }
  bool is_holed() const { return (bits & Rule::kHoled) != 0; }
  bool is_cancel() const { return (bits & Rule::kCancel) != 0; }
};

// Sources that are no lists: names no list may close, and names of which it is to be told which list closes them.
inline constexpr std::uint16_t kSheltering = 0xffff;
inline constexpr std::uint16_t kWatching = 0xfffe;
inline bool is_a_list(std::uint16_t source) { return source < kWatching; }

}  // namespace darban
