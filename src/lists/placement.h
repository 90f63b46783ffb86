// SPDX-License-Identifier: Apache-2.0
// Which line each family of names goes to: the families share lines of nine names, each may stand in one of two lines, and as
// many as possible stand in their first. Cuckoo placement with families in the place of single keys: the large ones first, then
// the small ones, moving others out of the way. The result depends on the families and nothing else. Pure; one thread.
#pragma once
#include <cstdint>
#include <optional>
#include <span>
#include <vector>

namespace darban {

// Names that must be found together: those under one anchor.
struct Family {
  std::uint64_t anchor = 0;  // hash of the anchor, made with the image's seed
  std::uint32_t first = 0;   // index of the first name
  std::uint8_t count = 0;    // 1 to layout::kNamesPerLine
  bool in_second = false;    // stands in its second line: set by place_families
};

// Sets `in_second` of every family and returns the number of lines, or nothing if the format has no room for so many names.
std::optional<std::uint64_t> place_families(std::span<Family> families);

}  // namespace darban
