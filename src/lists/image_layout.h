// SPDX-License-Identifier: Apache-2.0
// The octets of a list image: offsets, sizes and the arithmetic that finds a name's place. Reader (image.cc), matcher and writer
// share this file, and FORMAT.md says the same in words. Nothing here checks anything: image.cc does, once, before the matcher
// reads.
#pragma once
#include <array>
#include <cstddef>
#include <cstdint>

#include "base/hash.h"
#include "lists/little_endian.h"

namespace darban::layout {

// Header. All numbers are little-endian.
inline constexpr std::array<std::uint8_t, 8> kMagic = {0x8d, 'd', 'a', 'r', 'b', 'a', 'n', 0x0a};
inline constexpr std::uint32_t kVersion = 2;
inline constexpr std::size_t kVersionAt = 8;        // u32
inline constexpr std::size_t kSectionCountAt = 12;  // u32
inline constexpr std::size_t kFileSizeAt = 16;      // u64
inline constexpr std::size_t kChecksumAt = 24;      // u64, over all other octets
inline constexpr std::size_t kSeedAt = 32;          // u64
inline constexpr std::size_t kBuiltAt = 40;         // i64, Unix seconds
inline constexpr std::size_t kNamesAt = 48;         // u64
inline constexpr std::size_t kSegmentAt = 56;       // u64, lines of a segment
inline constexpr std::size_t kSectionsAt = 64;      // the section table
inline constexpr std::size_t kSectionRecord = 24;   // u32 kind, u32 zero, u64 offset, u64 size
inline constexpr std::size_t kMostSections = 64;

// A section kind that a reader does not know is skipped when this bit is set and refused as "newer" when it is not.
inline constexpr std::uint32_t kMayBeSkipped = 0x8000'0000;
enum Section : std::uint32_t { kCategories = 1, kSources = 2, kClasses = 3, kRare = 4, kTop = 5, kLines = 6, kSectionKinds = 7 };
inline constexpr std::size_t kSectionAlignment = 64;

// A class is what a stored name means: the categories of the name itself, then the categories of every name below it.
inline constexpr std::size_t kClassRecord = 64;
inline constexpr std::uint8_t kOpenClass = 0;    // the class without any category; it exists in every image
inline constexpr std::uint8_t kRareClass = 255;  // the class stands in the rare table
inline constexpr std::uint64_t kMostClasses = std::uint64_t{1} << 24;

// A line: nine names, in columns so that nine comparisons are three vector instructions.
inline constexpr std::size_t kLine = 64;
inline constexpr std::size_t kNamesPerLine = 9;
inline constexpr std::size_t kTagLowAt = 0;     // 9 x u32: bits 0 to 31 of the name's hash
inline constexpr std::size_t kTagHighAt = 36;   // 9 x u16: bits 32 to 47
inline constexpr std::size_t kClassAt = 54;     // 9 x u8
inline constexpr std::size_t kOverflowAt = 63;  // u8: which anchors of this line stand in their second line
inline constexpr std::uint64_t kMostLines = std::uint64_t{1} << 28;

// A line holds names of at most this many depths, counted from the anchor; deeper names have a deeper anchor.
inline constexpr int kDepthsPerAnchor = 12;

// A slot of the top table: 48 bits of tag, 8 of class, 8 of flags.
inline constexpr std::size_t kTopSlot = 8;
inline constexpr std::uint64_t kMostTopSlots = std::uint64_t{1} << 26;
inline constexpr std::size_t kLongestTopRun = 64;  // used slots in a row: bounds a probe
inline constexpr std::uint64_t kTagMask = (std::uint64_t{1} << 48) - 1;
inline constexpr unsigned kTopClassShift = 48;
inline constexpr std::uint64_t kTopUsed = std::uint64_t{1} << 56;
inline constexpr std::uint64_t kTopHasClass = std::uint64_t{1} << 57;
inline constexpr std::uint64_t kTopHeavy = std::uint64_t{1} << 58;  // names below it are anchored one label deeper
inline constexpr std::uint64_t kTopKnownBits =
    kTagMask | std::uint64_t{0xff} << kTopClassShift | kTopUsed | kTopHasClass | kTopHeavy;

// The rare table: hashes in ascending order (u64 each), then as many classes (u32 each).
inline constexpr std::size_t kRareRecord = 12;

inline constexpr std::size_t kCategoryRecord = 4;  // u8 id, u8 risk, u8 flags, u8 length of the key; the key follows
inline constexpr std::uint8_t kJudgedInTargets = 1;
inline constexpr std::size_t kSourceRecord =
    28;  // u8 category, u8 format length, u16 path length, u64, u64, i64; format and path follow

// The lines stand in segments of equally many. An anchor has both its lines in one segment, so that an image can be written
// segment by segment in little memory.
struct Segments {
  std::uint64_t count = 1;
  std::uint64_t lines = 1;  // of each
};

// Where the names of an anchor stand: in one of two lines.
struct Place {
  std::uint64_t first;
  std::uint64_t second;
  std::uint8_t overflow_bit;  // set in the first line's overflow octet when the second must be read too
};
// The second multiply makes the line independent of the tag, which is the same hash's low 48 bits.
inline std::uint64_t spread(std::uint64_t hash) { return fold_multiply(hash ^ hash_detail::kOdd2, hash_detail::kOdd1); }
inline std::uint64_t segment_of(std::uint64_t anchor, const Segments& segments) {
  return (spread(anchor) >> 32) * segments.count >> 32;
}
inline Place place_of(std::uint64_t anchor, const Segments& segments) {
  const std::uint64_t bits = spread(anchor);
  const std::uint64_t upper = (bits >> 32) * segments.count;  // the segment, and in the lower half what is left of the bits
  const std::uint64_t begin = (upper >> 32) * segments.lines;
  return {begin + ((upper & 0xffff'ffff) * segments.lines >> 32), begin + ((bits & 0xffff'ffff) * segments.lines >> 32),
          static_cast<std::uint8_t>(1U << (anchor >> 61))};
}
// The upper half of the hash shares few bits with the tag here, because the table is small.
inline std::uint64_t top_slot_of(std::uint64_t hash, std::uint64_t slots) { return (hash >> 32) * slots >> 32; }

// The checksum covers every octet but its own eight.
inline std::uint64_t checksum_of(const std::uint8_t* octets, std::size_t size) {
  const std::uint64_t before = hash_octets(kVersion, octets, kChecksumAt);
  return hash_octets(before, octets + kSeedAt, size - kSeedAt);
}

}  // namespace darban::layout
