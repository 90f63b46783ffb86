// SPDX-License-Identifier: Apache-2.0
// The distinct meanings that names of one image have, each stored once and counted. Used while compiling, by one thread.
#pragma once
#include <cstdint>
#include <vector>

#include "lists/category.h"

namespace darban {

// What a stored name says: the categories of the name itself and of every name below it that is not stored.
struct NameClass {
  CategorySet itself;
  CategorySet below;
  friend bool operator==(const NameClass&, const NameClass&) = default;
};

class ClassTable {
 public:
  ClassTable();
  // The index of the class, counted once more. Index 0 is the open class.
  std::uint32_t intern(const NameClass& klass);
  const std::vector<NameClass>& classes() const { return classes_; }
  // Renumbers so that the most frequent classes come first and the open class stays 0; the result maps old indexes to new ones.
  std::vector<std::uint32_t> sort_by_frequency();

 private:
  void grow();
  std::vector<NameClass> classes_;
  std::vector<std::uint64_t> counts_;
  std::vector<std::uint32_t> slots_;  // open addressing; index + 1, 0 is free
  std::uint32_t last_ = 0;            // lists are sorted by topic more often than not
};

}  // namespace darban
