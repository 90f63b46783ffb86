// SPDX-License-Identifier: Apache-2.0
#include "lists/class_table.h"

#include <algorithm>
#include <numeric>

#include "base/hash.h"

namespace darban {
namespace {

constexpr std::size_t kFirstSlots = 1024;  // a power of two

std::uint64_t hash_of(const NameClass& klass) {
  std::uint64_t hash = 0;
  for (const CategorySet& set : {klass.itself, klass.below}) {
    for (const std::uint64_t word : set.words()) hash = fold_multiply(hash ^ word ^ hash_detail::kOdd1, hash_detail::kOdd2);
  }
  return hash;
}

}  // namespace

ClassTable::ClassTable() : slots_(kFirstSlots) { intern({}); }

std::uint32_t ClassTable::intern(const NameClass& klass) {
  if (!classes_.empty() && classes_[last_] == klass) {
    ++counts_[last_];
    return last_;
  }
  const std::size_t mask = slots_.size() - 1;
  std::size_t at = hash_of(klass) & mask;
  while (slots_[at] != 0 && !(classes_[slots_[at] - 1] == klass)) at = (at + 1) & mask;
  if (slots_[at] == 0) {
    classes_.push_back(klass);
    counts_.push_back(0);
    slots_[at] = static_cast<std::uint32_t>(classes_.size());
  }
  last_ = slots_[at] - 1;
  ++counts_[last_];
  if (classes_.size() * 2 > slots_.size()) grow();
  return last_;
}

void ClassTable::grow() {
  std::vector<std::uint32_t> slots(slots_.size() * 2);
  const std::size_t mask = slots.size() - 1;
  for (std::uint32_t i = 0; i < classes_.size(); ++i) {
    std::size_t at = hash_of(classes_[i]) & mask;
    while (slots[at] != 0) at = (at + 1) & mask;
    slots[at] = i + 1;
  }
  slots_ = std::move(slots);
}

std::vector<std::uint32_t> ClassTable::sort_by_frequency() {
  std::vector<std::uint32_t> order(classes_.size());
  std::iota(order.begin(), order.end(), 0U);
  std::stable_sort(order.begin() + 1, order.end(), [this](std::uint32_t a, std::uint32_t b) { return counts_[a] > counts_[b]; });
  std::vector<std::uint32_t> renumbered(classes_.size());
  std::vector<NameClass> classes(classes_.size());
  std::vector<std::uint64_t> counts(classes_.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    renumbered[order[i]] = i;
    classes[i] = classes_[order[i]];
    counts[i] = counts_[order[i]];
  }
  classes_ = std::move(classes);
  counts_ = std::move(counts);
  slots_.assign(kFirstSlots, 0);
  while (slots_.size() < classes_.size() * 2) slots_.resize(slots_.size() * 2);
  last_ = 0;
  grow();
  return renumbered;
}

}  // namespace darban
