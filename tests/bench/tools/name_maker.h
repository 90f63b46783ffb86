// SPDX-License-Identifier: Apache-2.0
// Made-up domain names that are shaped as real lists are: 2 to 6 labels, a hundred top-level domains of very unequal size, words,
// syllables and random letters, and subdomains that stand in clusters. The same seed gives the same names on every machine.
// One thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace darban::bench {

// SplitMix64 (Steele, Lea, Flood 2014).
class Dice {
 public:
  explicit Dice(std::uint64_t seed) : state_(seed) {}
  std::uint64_t next();
  std::uint32_t below(std::uint32_t limit);  // 0 to limit - 1
  double unit();                             // 0 to 1, 1 not included
  bool one_in(std::uint32_t n) { return below(n) == 0; }

 private:
  std::uint64_t state_;
};

class NameMaker {
 public:
  explicit NameMaker(std::uint64_t seed);
  // `count` names, none at or under another: as many entries as an image will hold. The first n of them are what a smaller count
  // gives.
  std::vector<std::string> listed(std::size_t count);
  // Names that are neither listed nor under a listed name nor above one; none twice. Asked for after listed().
  std::vector<std::string> open(std::size_t count);
  // A listed name's child.
  std::string under(std::string_view name);
  Dice& dice() { return dice_; }

 private:
  // Hashes of names, open addressing.
  class Seen {
   public:
    bool add(std::string_view name);  // false: it was there
    bool has(std::string_view name) const;

   private:
    void grow();
    std::vector<std::uint64_t> slots_ = std::vector<std::uint64_t>(1024);
    std::size_t count_ = 0;
  };
  std::string registered_name();
  std::string under_a_cluster();
  std::string subdomain_label();
  bool is_at_or_under_a_listed(std::string_view name) const;
  bool take(const std::string& name);

  Dice dice_;
  Seen names_;                         // listed, and handed out as open
  Seen ancestors_;                     // what stands above a listed name
  std::vector<std::string> clusters_;  // never listed themselves; the early ones have the large families
};

}  // namespace darban::bench
