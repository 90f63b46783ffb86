// SPDX-License-Identifier: Apache-2.0
#include "base/hash.h"

#include <doctest/doctest.h>

#include <array>
#include <bit>
#include <string_view>
#include <unordered_set>
#include <vector>

using namespace darban;

namespace {
std::uint64_t hash_of(std::uint64_t state, std::string_view text) {
  return hash_octets(state, reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
}
}  // namespace

TEST_CASE("the hash is part of the image format: these values may never change") {
  CHECK(hash_of(0, "") == 0x8afda75d6f8dfc54);
  CHECK(hash_of(1, "a") == 0x4e5d6197da549e9b);
  CHECK(hash_of(2, "com") == 0x2356f1c10dba91cb);
  CHECK(hash_of(3, "example") == 0x399a23e021ccee60);
  CHECK(hash_of(4, "0123456789abcdef") == 0xbec99b92b837e1b8);
  CHECK(hash_of(5, "a label of more than sixteen octets, twice over") == 0xe0c0f7eb9ba7531f);
}

TEST_CASE("no state hides the octets: a factor of zero leaves the other one standing") {
  for (const std::uint64_t state : {std::uint64_t{0}, hash_detail::kOdd1, hash_detail::kOdd2, hash_detail::kOdd3}) {
    std::unordered_set<std::uint64_t> seen;
    for (const char* label : {"", "a", "b", "com", "net", "alt", "pk", "org", "home", "arpa", "test", "local"})
      seen.insert(hash_of(state, label));
    CHECK(seen.size() == 12);
  }
}

// States are full 64-bit values, as seeds and hashes of parents are: with a state of a few bits, labels of more than 32 octets
// that differ in one octet of two blocks can meet (the multiplication commutes while its upper half is empty).
TEST_CASE("the state, the length and every octet matter") {
  std::array<std::uint8_t, 64> octets{};
  std::unordered_set<std::uint64_t> seen;
  std::size_t made = 0;
  for (const std::uint64_t state : {0x7f4a7c159e3779b9u, 0xbf58476d1ce4e5b9u, 0x94d049bb133111ebu}) {
    for (std::size_t count = 0; count <= octets.size(); ++count) {
      seen.insert(hash_octets(state, octets.data(), count));
      ++made;
      for (std::size_t at = 0; at < count; ++at) {
        for (int bit = 0; bit < 8; ++bit) {
          octets[at] = static_cast<std::uint8_t>(1 << bit);
          seen.insert(hash_octets(state, octets.data(), count));
          octets[at] = 0;
          ++made;
        }
      }
    }
  }
  CHECK(seen.size() == made);
}

TEST_CASE("all strings of up to three octets have different hashes") {
  std::unordered_set<std::uint64_t> seen;
  std::size_t made = 0;
  std::array<std::uint8_t, 3> octets{};
  for (std::size_t count = 0; count <= 3; ++count) {
    const std::size_t many = count == 0 ? 1 : count == 1 ? 256 : count == 2 ? 65536 : 64 * 64 * 64;
    for (std::size_t i = 0; i < many; ++i) {
      if (count == 3)
        octets = {static_cast<std::uint8_t>(i & 63), static_cast<std::uint8_t>(i >> 6 & 63), static_cast<std::uint8_t>(i >> 12)};
      else
        octets = {static_cast<std::uint8_t>(i), static_cast<std::uint8_t>(i >> 8), 0};
      seen.insert(hash_octets(42, octets.data(), count));
      ++made;
    }
  }
  CHECK(seen.size() == made);
}

TEST_CASE("turning one bit over turns about half of the hash over") {
  int flipped = 0;
  int trials = 0;
  for (std::uint64_t i = 0; i < 200; ++i) {
    std::array<std::uint8_t, 12> octets{};
    for (std::size_t at = 0; at < octets.size(); ++at) octets[at] = static_cast<std::uint8_t>(hash_octets(i, octets.data(), at));
    const auto before = hash_octets(9, octets.data(), octets.size());
    for (std::size_t bit = 0; bit < octets.size() * 8; ++bit) {
      octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] ^ 1 << bit % 8);
      flipped += std::popcount(before ^ hash_octets(9, octets.data(), octets.size()));
      octets[bit / 8] = static_cast<std::uint8_t>(octets[bit / 8] ^ 1 << bit % 8);
      ++trials;
    }
  }
  const double share = flipped / (64.0 * trials);
  CHECK(share > 0.49);
  CHECK(share < 0.51);
}

TEST_CASE("a hash reads only the octets it was given") {
  for (std::size_t count = 0; count <= 40; ++count) {
    std::vector<std::uint8_t> exactly(count, 5);  // AddressSanitizer watches the end
    std::vector<std::uint8_t> followed(count + 8, 5);
    for (std::size_t i = count; i < followed.size(); ++i) followed[i] = 9;
    CHECK(hash_octets(3, exactly.data(), count) == hash_octets(3, followed.data(), count));
  }
}
