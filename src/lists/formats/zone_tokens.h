// SPDX-License-Identifier: Apache-2.0
// Master files (RFC 1035 section 5.1) cut into entries: words across parentheses, `;` comments and "quoted text". The words are
// views into the file. One reading by one thread.
#pragma once
#include <array>
#include <cstddef>
#include <span>
#include <string_view>

#include "lists/line.h"

namespace darban {

struct ZoneEntry {
  bool owner_repeats = false;  // the line begins with a blank: the owner of the entry before
  std::span<const std::string_view> words;
};

class ZoneTokens {
 public:
  static constexpr std::size_t kMostWords = 16;  // of an entry; further ones are text we never need
  static constexpr int kMostEntryLines = 64;     // an open parenthesis may not swallow the file

  explicit ZoneTokens(ListReading& in) : in_(in) {}
  // The next entry that has words; comments are counted on the way. An entry that never closes is refused.
  bool next(ZoneEntry& entry);

 private:
  void cut(std::string_view line);
  ListReading& in_;
  std::array<std::string_view, kMostWords> words_;
  std::size_t count_ = 0;
  int depth_ = 0;
};

}  // namespace darban
