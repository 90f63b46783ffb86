// SPDX-License-Identifier: Apache-2.0
#include "lists/segment_spool.h"

#include "lists/image_layout.h"
#include "lists/little_endian.h"

namespace darban {

SegmentSpool::SegmentSpool(std::uint64_t segments, const CompileBounds& bounds)
    : spool_(bounds.memory / 4, bounds.scratch), segments_(segments) {}

// A record: anchor (u64); tag and class (u64).
void SegmentSpool::add(std::uint64_t segment, const PlacedName& name) {
  Segment& to = segments_[segment];
  if (to.open.capacity() == 0) to.open.reserve(kBlock);
  const std::size_t at = to.open.size();
  to.open.resize(at + kRecord);
  store_little(to.open.data() + at, name.anchor);
  store_little(to.open.data() + at + 8, name.tag | std::uint64_t{name.klass} << layout::kTopClassShift);
  if (to.open.size() < kBlock) return;
  to.blocks.push_back(spool_.size());
  spool_.append(to.open);
  to.open.clear();
}

std::uint64_t SegmentSpool::count(std::uint64_t segment) const {
  return segments_[segment].blocks.size() * (kBlock / kRecord) + segments_[segment].open.size() / kRecord;
}

std::vector<PlacedName> SegmentSpool::names_of(std::uint64_t segment) const {
  std::vector<PlacedName> names;
  names.reserve(count(segment));
  const auto take = [&names](Octets block) {
    for (std::size_t at = 0; at + kRecord <= block.size(); at += kRecord) {
      const auto second = load_little<std::uint64_t>(block.data() + at + 8);
      names.push_back({load_little<std::uint64_t>(block.data() + at), second & layout::kTagMask,
                       static_cast<std::uint8_t>(second >> layout::kTopClassShift)});
    }
  };
  for (const std::uint64_t at : segments_[segment].blocks) {
    Spool::Reader block(spool_, at, at + kBlock, kBlock);
    take(block.peek(kBlock));
  }
  take(segments_[segment].open);
  if (!spool_.trouble()) names.clear();
  return names;
}

}  // namespace darban
