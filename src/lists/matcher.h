// SPDX-License-Identifier: Apache-2.0
// Which categories a name belongs to: the hot look-up, the same for everybody. At most two cache lines are read for an open name;
// false positives are rarer than 10^-12 a look-up (FORMAT.md has the arithmetic). Slow twin: tests/oracle/slow_matcher.h.
// Immutable; any thread. The Image must outlive the Matcher.
#pragma once
#include "dns/name.h"
#include "lists/category.h"
#include "lists/image.h"

namespace darban {

class Matcher {
 public:
  explicit Matcher(const Image& image);
  // The hashes must be made with image.seed().
  CategorySet categories_of(const SuffixHashes& name) const;
  // Starts loading the line categories_of will need; a batch of questions calls this for all before the first look-up.
  void prefetch(const SuffixHashes& name) const;

 private:
  const Image* image_;
};

}  // namespace darban
