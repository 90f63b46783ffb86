// SPDX-License-Identifier: Apache-2.0
// A domain name: the lower-cased wire form (RFC 1035 section 3.1, RFC 4343) held inline, with the offset of each label.
// Private (privacy ring 1): it can be compared, hashed, walked to its parents and written to a message; it has no text, no data()
// and no iterators, and it can not be logged. Text becomes a Name; a Name does not become text outside tests/support. A value:
// copying copies only the octets in use.
#pragma once
#include <array>
#include <cstdint>
#include <cstring>
#include <string_view>

#include "base/bytes.h"
#include "base/hash.h"
#include "base/result.h"

namespace darban {

// The hash of a name and of each of its parents, made in one pass from the root. at(1) is the top-level domain, at(labels()) the
// whole name, at(0) the root. This is how every table of names is asked, so that a look-up never needs the text.
class SuffixHashes {
 public:
  int labels() const { return count_; }
  std::uint64_t at(int labels) const { return hashes_[static_cast<std::size_t>(labels)]; }
  std::uint64_t whole() const { return at(count_); }

 private:
  friend class Name;
  int count_ = 0;
  std::array<std::uint64_t, 128> hashes_;  // only 0..count_ are set
};

class Name {
 public:
  static constexpr std::size_t kMostOctets = 255;  // RFC 1035 section 3.1, with the root's zero octet
  static constexpr int kMostLabels = 127;

  Name() { octets_[0] = 0; }  // the root
  Name(const Name& other) { copy(other); }
  Name& operator=(const Name& other) {
    if (this != &other) copy(other);
    return *this;
  }

  // Reads a name from a message, following compression pointers (RFC 1035 section 4.1.4). A pointer must point before the place
  // the name began or the last jump, so every chain ends. On error the reader holds the reason and the result is the root.
  static Name read(ByteReader& in);
  // Reads over a name without building it; at most one pointer, which ends it.
  static void skip(ByteReader& in);
  // "www.example.com" or "www.example.com.", A-labels only, `\.` and `\DDD` escapes. error.at is the character.
  static Result<Name> from_text(std::string_view text);

  bool is_root() const { return count_ == 0; }
  int label_count() const { return count_; }
  std::size_t wire_size() const { return size_; }
  bool is_at_or_under(const Name& ancestor) const;
  // The last `labels` labels, e.g. suffix(1) is the top-level domain. `labels` is 0 to label_count().
  Name suffix(int labels) const;
  Name parent() const { return suffix(count_ == 0 ? 0 : count_ - 1); }
  // This name with the suffix `from` replaced by `to` (RFC 6672 section 2.2, DNAME). Fails if the result is too long.
  Result<Name> with_suffix_replaced(const Name& from, const Name& to) const;

  std::uint64_t hash(HashSeed seed) const { return hash_octets(seed.value, octets_.data(), size_); }
  void hash_suffixes(HashSeed seed, SuffixHashes& into) const;
  void append_to(ByteWriter& out) const { out.octets({octets_.data(), size_}); }
  // Whether the octets at the reader are this name, uncompressed and in lower case; the reader moves past it if so.
  bool is_next_in(ByteReader& in) const;
  friend bool operator==(const Name& a, const Name& b) {
    return a.size_ == b.size_ && std::memcmp(a.octets_.data(), b.octets_.data(), a.size_) == 0;
  }

 private:
  static Name read_compressed(ByteReader& in);
  bool push_label(const std::uint8_t* octets, std::size_t length);  // false: too long
  void copy(const Name& other) {
    size_ = other.size_;
    count_ = other.count_;
    std::memcpy(octets_.data(), other.octets_.data(), size_);
    std::memcpy(labels_.data(), other.labels_.data(), count_);
  }
  std::uint8_t size_ = 1;                             // octets in use, the final zero included
  std::uint8_t count_ = 0;                            // labels, the root not counted
  std::array<std::uint8_t, kMostLabels + 1> labels_;  // where each label's length octet stands
  std::array<std::uint8_t, kMostOctets + 1> octets_;
};

}  // namespace darban
