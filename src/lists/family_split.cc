// SPDX-License-Identifier: Apache-2.0
#include "lists/family_split.h"

#include <algorithm>
#include <cstring>

namespace darban {

FamilySplit::FamilySplit(HashSeed seed, std::function<void(const TopEntry&)> top, std::function<void(const LineEntry&)> line)
    : seed_(seed), top_(std::move(top)), line_(std::move(line)) {
  waiting_.reserve(layout::kNamesPerLine + 1);
}

void FamilySplit::add(const ResolvedName& name) {
  const int labels = label_count(name.key);
  if (labels == 1) return top_({hash_of_suffix(name.key, 1, seed_), false, true, name.klass});
  const auto belongs_to = [&](Octets other, std::size_t size) { return is_at_or_under(name.key, other.first(size)); };
  const bool same =
      !waiting_.empty() && belongs_to(waiting_.front().octets(), size_of_suffix(waiting_.front().octets(), labels_));
  if (!same) {
    place(waiting_, labels_);
    while (!heavy_.empty() && !belongs_to(waiting_.back().octets(), heavy_.back().size)) heavy_.pop_back();
    waiting_.clear();
    labels_ = heavy_.empty() ? 2 : heavy_.back().labels + 1;
  }
  Waiting& kept = waiting_.emplace_back();
  std::memcpy(kept.key.data(), name.key.data(), name.key.size());
  kept.size = static_cast<std::uint8_t>(name.key.size());
  kept.labels = static_cast<std::uint8_t>(labels);
  kept.klass = name.klass;
  while (is_too_much(waiting_, labels_)) split();
}

bool FamilySplit::is_too_much(std::span<const Waiting> names, int labels) {
  const auto deeper = [labels](const Waiting& name) { return name.labels >= labels + layout::kDepthsPerAnchor; };
  return names.size() > layout::kNamesPerLine || std::any_of(names.begin(), names.end(), deeper);
}

// How many of the first names share their last `labels` labels.
std::size_t FamilySplit::end_of_group(std::span<const Waiting> names, int labels) {
  const Octets first = names.front().octets();
  const Octets anchor = first.first(size_of_suffix(first, labels));
  std::size_t end = 1;
  while (end < names.size() && is_at_or_under(names[end].octets(), anchor)) ++end;
  return end;
}

void FamilySplit::make_heavy(const Waiting& first, int labels) {
  top_({hash_of(first, labels), true, first.labels == labels, first.klass});
}

// Names of which no more will come: into one line, or anchored deeper.
void FamilySplit::place(std::span<const Waiting> names, int labels) {
  if (names.empty()) return;
  if (!is_too_much(names, labels)) {
    const std::uint64_t anchor = hash_of(names.front(), labels);
    for (const Waiting& name : names) line_({anchor, hash_of(name, name.labels), name.klass});
    return;
  }
  make_heavy(names.front(), labels);
  if (names.front().labels == labels) names = names.subspan(1);
  while (!names.empty()) {
    const std::size_t end = end_of_group(names, labels + 1);
    place(names.first(end), labels + 1);
    names = names.subspan(end);
  }
}

// The anchor of the waiting names becomes heavy: all groups below it are placed but the last, which may grow.
void FamilySplit::split() {
  const Waiting& first = waiting_.front();
  make_heavy(first, labels_);
  heavy_.push_back({size_of_suffix(first.octets(), labels_), labels_});
  std::span<const Waiting> names = waiting_;
  if (first.labels == labels_) names = names.subspan(1);
  ++labels_;
  std::size_t end = end_of_group(names, labels_);
  while (end < names.size()) {
    place(names.first(end), labels_);
    names = names.subspan(end);
    end = end_of_group(names, labels_);
  }
  waiting_.erase(waiting_.begin(), waiting_.end() - static_cast<std::ptrdiff_t>(names.size()));
}

}  // namespace darban
