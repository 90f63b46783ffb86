// SPDX-License-Identifier: Apache-2.0
// A few hundred names, and which of them a rule of a list reaches: rules above one, on one, or below one that stands for
// everything below it. Asked once for each entry of a list, so an entry that has nothing to do with any of them costs a few
// look-ups in a small table. Immutable once filled; any thread.
#pragma once
#include <bitset>
#include <cstdint>
#include <optional>
#include <unordered_map>
#include <vector>

#include "dns/name.h"
#include "lists/entry.h"

namespace darban {

class NameIndex {
 public:
  void add(const Name& name, Scope scope, std::uint32_t number);
  // The numbers of the names that a block of this name and scope closes, wholly or in part.
  std::vector<std::uint32_t> reached_by(const Name& name, Scope scope) const;
  // The number of the name itself, or of one above it that stands for everything below it.
  std::optional<std::uint32_t> covering(const Name& name) const;
  bool empty() const { return count_ == 0; }
  std::size_t size() const { return count_; }

 private:
  enum class Role : std::uint8_t { itself, above, subtree };
  struct Mark {
    Role role;
    std::uint32_t number;
  };
  static constexpr std::size_t kFilterBits = std::size_t{1} << 16;
  void mark(std::uint64_t hash, Mark mark);
  std::bitset<kFilterBits> filter_;
  std::unordered_map<std::uint64_t, std::vector<Mark>> marks_;
  std::size_t count_ = 0;
};

}  // namespace darban
