// SPDX-License-Identifier: Apache-2.0
// Names as sortable keys, kept while compiling and then thrown away: the labels from the top-level domain down, each with its
// length in front. So the key of a parent is the beginning of the key of each name below it, and in sorted order a parent stands
// directly before its family. One thread.
#pragma once
#include <cstdint>
#include <memory>
#include <vector>

#include "base/bytes.h"
#include "base/hash.h"
#include "dns/name.h"

namespace darban {

// A name's key: where it is kept, and how many octets it has (at most 254).
struct NameKey {
  std::uint32_t at = 0;
  std::uint8_t size = 0;
};

class NameKeys {
 public:
  static constexpr std::uint64_t kMostOctets = std::uint64_t{1} << 32;  // the caller clears before
  NameKey add(const Name& name);
  // Forgets all keys and keeps the memory.
  void clear();
  Octets octets_of(NameKey key) const { return {chunks_[key.at >> kChunkBits].get() + (key.at & (kChunk - 1)), key.size}; }
  // Starts loading a key that octets_of() will be asked for soon.
  void prefetch(NameKey key) const {
    const std::uint8_t* octets = octets_of(key).data();
    __builtin_prefetch(octets);
    __builtin_prefetch(octets + key.size);
  }

 private:
  static constexpr unsigned kChunkBits = 18;  // chunks, so that growing never copies and never needs twice the memory
  static constexpr std::uint32_t kChunk = std::uint32_t{1} << kChunkBits;
  std::uint8_t* room_for(NameKey& key);
  std::vector<std::unique_ptr<std::uint8_t[]>> chunks_;
  std::size_t chunk_ = 0;        // where the next key goes
  std::uint32_t used_ = kChunk;  // of the chunk before that
};

inline bool is_at_or_under(Octets key, Octets ancestor) {
  return key.size() >= ancestor.size() && (ancestor.empty() || std::memcmp(key.data(), ancestor.data(), ancestor.size()) == 0);
}
int label_count(Octets key);
// The octets of the key that are the last `labels` labels of the name; the name must have as many.
std::size_t size_of_suffix(Octets key, int labels);
// The hash that Name::hash_suffixes gives for the last `labels` labels.
std::uint64_t hash_of_suffix(Octets key, int labels, HashSeed seed);
Name name_of(Octets key);

}  // namespace darban
