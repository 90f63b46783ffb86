// SPDX-License-Identifier: Apache-2.0
// Which anchor each name stands under (FORMAT.md, "The idea"): its last two labels, or more where so many names share them that
// no line holds all, or where they reach too deep. Names come in the order of ResolvedNames and are told as soon as their anchor
// is known; no more than a line's worth of them waits. One thread.
#pragma once
#include <array>
#include <cstdint>
#include <functional>
#include <span>
#include <vector>

#include "base/hash.h"
#include "lists/image_layout.h"
#include "lists/name_keys.h"
#include "lists/resolved_names.h"

namespace darban {

// A name that stands in the top table: a top-level domain, or an anchor with a large family.
struct TopEntry {
  std::uint64_t hash = 0;
  bool heavy = false;
  bool has_class = false;
  std::uint32_t klass = 0;
};
// A name that stands in a line. Those of one anchor come together.
struct LineEntry {
  std::uint64_t anchor = 0;  // hash of the anchor
  std::uint64_t hash = 0;
  std::uint32_t klass = 0;
};

class FamilySplit {
 public:
  FamilySplit(HashSeed seed, std::function<void(const TopEntry&)> top, std::function<void(const LineEntry&)> line);
  void add(const ResolvedName& name);
  void finish() { place(waiting_, labels_); }

 private:
  struct Waiting {
    std::array<std::uint8_t, Name::kMostOctets> key;
    std::uint8_t size = 0;
    std::uint8_t labels = 0;
    std::uint32_t klass = 0;
    Octets octets() const { return {key.data(), size}; }
  };
  struct Heavy {
    std::size_t size = 0;  // of the anchor's key, the beginning of the last name's
    int labels = 0;
  };

  static bool is_too_much(std::span<const Waiting> names, int labels);
  static std::size_t end_of_group(std::span<const Waiting> names, int labels);
  std::uint64_t hash_of(const Waiting& name, int labels) const { return hash_of_suffix(name.octets(), labels, seed_); }
  void make_heavy(const Waiting& first, int labels);
  void place(std::span<const Waiting> names, int labels);
  void split();

  HashSeed seed_;
  std::function<void(const TopEntry&)> top_;
  std::function<void(const LineEntry&)> line_;
  std::vector<Waiting> waiting_;  // share their last labels_ labels
  int labels_ = 0;
  std::vector<Heavy> heavy_;  // anchors that the last name stands under
};

}  // namespace darban
