// SPDX-License-Identifier: Apache-2.0
// Names on their way to their segment: thrown in as they come, taken out segment by segment, in the order in which they came.
// What does not fit into memory goes to a file in blocks. One thread.
#pragma once
#include <cstdint>
#include <vector>

#include "lists/compile_bounds.h"
#include "lists/spool.h"

namespace darban {

// A name of a line: what is stored of it, and its anchor.
struct PlacedName {
  std::uint64_t anchor = 0;
  std::uint64_t tag = 0;  // 48 bits
  std::uint8_t klass = 0;
};

class SegmentSpool {
 public:
  SegmentSpool(std::uint64_t segments, const CompileBounds& bounds);
  void add(std::uint64_t segment, const PlacedName& name);
  std::uint64_t count(std::uint64_t segment) const;
  // The names of one segment; empty when the file can not be read (trouble() says).
  std::vector<PlacedName> names_of(std::uint64_t segment) const;
  Result<void> trouble() const { return spool_.trouble(); }

 private:
  static constexpr std::size_t kRecord = 16;
  static constexpr std::size_t kBlock = std::size_t{4} << 10;
  struct Segment {
    std::vector<std::uint64_t> blocks;  // where full ones stand in the spool
    std::vector<std::uint8_t> open;     // the block being filled
  };
  Spool spool_;
  std::vector<Segment> segments_;
};

}  // namespace darban
