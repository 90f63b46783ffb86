// SPDX-License-Identifier: Apache-2.0
// The names an image will store and what each means, in the order in which they were resolved: the top-level domains, then family
// by family, a parent directly before the names below it. Written once, read several times. One thread.
#pragma once
#include <cstdint>

#include "lists/class_table.h"
#include "lists/compile_bounds.h"
#include "lists/spool.h"

namespace darban {

struct ResolvedName {
  Octets key;  // as NameKeys has them
  std::uint32_t klass = 0;
};

class ResolvedNames {
 public:
  explicit ResolvedNames(const CompileBounds& bounds) : spool_(bounds.memory / 4, bounds.scratch) {}
  void add(Octets key, const NameClass& meaning);
  std::uint64_t count() const { return count_; }
  ClassTable& classes() { return classes_; }
  const ClassTable& classes() const { return classes_; }
  void rest() { spool_.rest(); }
  Result<void> trouble() const { return spool_.trouble(); }

  class Reader {
   public:
    explicit Reader(const ResolvedNames& names);
    // False after the last name. name.key serves until the next call.
    bool next(ResolvedName& name);

   private:
    Spool::Reader reader_;
    std::size_t last_ = 0;
  };

 private:
  Spool spool_;
  ClassTable classes_;
  std::uint64_t count_ = 0;
};

}  // namespace darban
