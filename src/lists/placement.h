// SPDX-License-Identifier: Apache-2.0
// Which line of a segment each family of names goes to: the families share lines of nine names, each may stand in one of two
// lines, and as many as possible stand in their first. Cuckoo placement with families in the place of single keys: the large ones
// first, then the small ones, moving others out of the way. The result depends on the families and nothing else. Pure; one
// thread.
#pragma once
#include <cstdint>
#include <span>

namespace darban {

// Names that must be found together: those under one anchor.
struct Family {
  std::uint32_t first_line = 0;  // counted from the segment's beginning
  std::uint32_t second_line = 0;
  std::uint32_t first = 0;  // index of the first name
  std::uint8_t count = 0;   // 1 to layout::kNamesPerLine
  std::uint8_t overflow_bit = 0;
  bool in_second = false;  // stands in its second line: set by place_families
};

// Sets `in_second` of every family; false if so many names do not go into so many lines.
bool place_families(std::span<Family> families, std::uint32_t lines);

}  // namespace darban
