// SPDX-License-Identifier: Apache-2.0
// A category is a topic ("gambling"), a service is one app or company ("youtube"); both are small stable ids of one set. The image carries
// the table of ids and keys, so that adding a category touches no C++ (blocklists/categories.yaml is the truth).
#pragma once
#include <array>
#include <bit>
#include <cstdint>
#include <string>

namespace darban {

// 0 to 255, given out explicitly in blocklists/categories.yaml and never reused.
enum class CategoryId : std::uint8_t {};

// Security categories answer with EDE 15 and count for everybody; the others are the family's or school's choice (decisions.md 3).
enum class Risk : std::uint8_t { none, content, conduct, contact, consumer, security, bypass };

struct Category {
  CategoryId id{};
  std::string key;  // "gambling", "service:youtube"
  Risk risk = Risk::none;
  bool judged_in_targets = false;  // counts for CNAME and HTTPS targets too (decisions.md 2, last paragraph)
};

// A set of up to 256 ids as four words.
class CategorySet {
 public:
  constexpr CategorySet() = default;
  static constexpr CategorySet of(CategoryId id) {
    CategorySet set;
    set.add(id);
    return set;
  }
  constexpr void add(CategoryId id) { words_[word(id)] |= bit(id); }
  constexpr void remove(CategoryId id) { words_[word(id)] &= ~bit(id); }
  constexpr bool has(CategoryId id) const { return (words_[word(id)] & bit(id)) != 0; }
  constexpr bool empty() const { return (words_[0] | words_[1] | words_[2] | words_[3]) == 0; }
  constexpr bool intersects(const CategorySet& other) const {
    return ((words_[0] & other.words_[0]) | (words_[1] & other.words_[1]) | (words_[2] & other.words_[2]) | (words_[3] & other.words_[3])) != 0;
  }
  constexpr int size() const {
    return std::popcount(words_[0]) + std::popcount(words_[1]) + std::popcount(words_[2]) + std::popcount(words_[3]);
  }
  // The lowest id in the set; the set must not be empty.
  constexpr CategoryId first() const {
    unsigned i = 0;
    while (i < 3 && words_[i] == 0) ++i;
    return static_cast<CategoryId>(i * 64 + static_cast<unsigned>(std::countr_zero(words_[i])));
  }
  constexpr CategorySet& operator|=(const CategorySet& other) {
    for (unsigned i = 0; i < 4; ++i) words_[i] |= other.words_[i];
    return *this;
  }
  constexpr CategorySet& operator&=(const CategorySet& other) {
    for (unsigned i = 0; i < 4; ++i) words_[i] &= other.words_[i];
    return *this;
  }
  constexpr CategorySet& operator-=(const CategorySet& other) {
    for (unsigned i = 0; i < 4; ++i) words_[i] &= ~other.words_[i];
    return *this;
  }
  friend constexpr CategorySet operator|(CategorySet a, const CategorySet& b) { return a |= b; }
  friend constexpr CategorySet operator&(CategorySet a, const CategorySet& b) { return a &= b; }
  friend constexpr CategorySet operator-(CategorySet a, const CategorySet& b) { return a -= b; }
  friend constexpr bool operator==(const CategorySet&, const CategorySet&) = default;

  // The four words, lowest ids first: how the image stores a set.
  constexpr std::array<std::uint64_t, 4> words() const { return words_; }
  static constexpr CategorySet from_words(const std::array<std::uint64_t, 4>& words) {
    CategorySet set;
    set.words_ = words;
    return set;
  }

 private:
  static constexpr unsigned word(CategoryId id) { return static_cast<unsigned>(id) / 64; }
  static constexpr std::uint64_t bit(CategoryId id) { return std::uint64_t{1} << (static_cast<unsigned>(id) % 64); }
  std::array<std::uint64_t, 4> words_{};
};

}  // namespace darban
