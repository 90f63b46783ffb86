// SPDX-License-Identifier: Apache-2.0
#include "update/name_index.h"

#include <algorithm>

namespace darban {
namespace {

constexpr HashSeed kSeed{0x6e616d6573};  // these tables hold our own names: nobody outside chooses what is in them

}  // namespace

void NameIndex::mark(std::uint64_t hash, Mark mark) {
  filter_.set(hash % kFilterBits);
  marks_[hash].push_back(mark);
}

void NameIndex::add(const Name& name, Scope scope, std::uint32_t number) {
  SuffixHashes hashes;
  name.hash_suffixes(kSeed, hashes);
  const int labels = hashes.labels();
  if (labels == 0) return;
  if (scope != Scope::below) mark(hashes.at(labels), {Role::itself, number});
  if (scope != Scope::exact) mark(hashes.at(labels), {Role::subtree, number});
  for (int above = 1; above < labels; ++above) mark(hashes.at(above), {Role::above, number});
  ++count_;
}

std::vector<std::uint32_t> NameIndex::reached_by(const Name& name, Scope scope) const {
  std::vector<std::uint32_t> reached;
  SuffixHashes hashes;
  name.hash_suffixes(kSeed, hashes);
  for (int labels = hashes.labels(); labels > 0; --labels) {
    if (!filter_.test(hashes.at(labels) % kFilterBits)) continue;
    const auto found = marks_.find(hashes.at(labels));
    if (found == marks_.end()) continue;
    const bool whole = labels == hashes.labels();
    for (const Mark& mark : found->second) {
      const bool hit = whole ? (mark.role == Role::itself && scope != Scope::below) ||
                                   (mark.role != Role::itself && scope != Scope::exact) || mark.role == Role::subtree
                             : mark.role == Role::subtree;
      if (hit) reached.push_back(mark.number);
    }
  }
  std::sort(reached.begin(), reached.end());
  reached.erase(std::unique(reached.begin(), reached.end()), reached.end());
  return reached;
}

std::optional<std::uint32_t> NameIndex::covering(const Name& name) const {
  SuffixHashes hashes;
  name.hash_suffixes(kSeed, hashes);
  for (int labels = hashes.labels(); labels > 0; --labels) {
    if (!filter_.test(hashes.at(labels) % kFilterBits)) continue;
    const auto found = marks_.find(hashes.at(labels));
    if (found == marks_.end()) continue;
    const Role enough = labels == hashes.labels() ? Role::itself : Role::subtree;
    for (const Mark& mark : found->second) {
      if (mark.role == enough || mark.role == Role::subtree) return mark.number;
    }
  }
  return std::nullopt;
}

}  // namespace darban
