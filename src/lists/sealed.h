// SPDX-License-Identifier: Apache-2.0
// A sealed list: names a licence holder (a school or provider with a contract, for CSAM above all) may use and nobody may read.
// The file holds keyed hashes only; the key is made on the device and never leaves it. There is no way to list, count or export
// what is inside: this class says of a name in hand whether its door stays closed, and nothing else.
//
// What this protects and what not: a stolen file without its key says nothing. Who has file and key (root) can test guesses, as
// with any list that works; names are easy to guess, so the key is the whole secret.
//
// A look-up does the same work for every name of as many labels, held or not: for each depth the list has (two or three in
// practice) one SipHash and two fixed cells of a table, all compared. Immutable once made; any thread may read. Layout:
// BUNDLE.md.
#pragma once
#include <array>
#include <cstdint>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "base/crypto.h"
#include "base/result.h"
#include "dns/name.h"
#include "lists/bundle_fault.h"

namespace darban {

namespace sealed_bounds {
inline constexpr int kMostLabels = 16;                              // of a name in the list
inline constexpr std::size_t kMostNames = std::size_t{1} << 20;     // after filling up
inline constexpr std::size_t kFewestHashes = 4096;                  // a smaller list is filled up with random hashes
inline constexpr std::size_t kLongestNote = 400;                    // octets
inline constexpr std::size_t kLargestText = std::size_t{64} << 20;  // octets of names to seal
}  // namespace sealed_bounds

class SealedList {
 public:
  SealedList(const SealedList&) = delete;
  SealedList& operator=(const SealedList&) = delete;

  // foreign, newer_format, truncated, or corrupt: damaged, or sealed with another key.
  static Result<std::shared_ptr<const SealedList>, BundleError> open(Octets file, const crypto::Secret& key);

  // Whether the name or a parent of it is in the list.
  bool holds(const Name& name) const;

 private:
  static constexpr std::size_t kPlaces = 4;
  struct alignas(32) Cell {
    std::array<std::uint64_t, kPlaces> hashes{};  // 0: free
  };
  explicit SealedList(const crypto::HashKey& key) : key_(key) {}
  bool build(const std::vector<std::uint64_t>& hashes, std::size_t cells);
  bool insert(std::uint64_t hash);
  std::size_t first_cell(std::uint64_t hash) const;
  std::size_t second_cell(std::uint64_t hash) const;
  bool has(std::uint64_t hash) const;

  crypto::HashKey key_;
  std::uint32_t depths_ = 0;  // bit n: the list has names of n labels
  std::vector<Cell> cells_;
};

// Who gave the list under which contract, and when it was sealed: for the person who must prove that there is one.
struct SealedNote {
  std::string licence;      // a plain line
  std::int64_t sealed = 0;  // Unix seconds
};

// The file for a text with one name a line (`#` comments). A name closes itself and everything below it. error.at is the line of
// the first one that is no name (its code), has too few or too many labels or is a public suffix (out_of_range); too_large,
// empty. Every call gives other octets: filling is random.
Result<std::vector<std::uint8_t>> seal(std::string_view names, const SealedNote& note, const crypto::Secret& key);

}  // namespace darban
