// SPDX-License-Identifier: Apache-2.0
#include "net/neighbour_book.h"

#include <algorithm>

namespace darban {

void NeighbourBook::take(const NeighbourNews& news, MonoTime now) {
  const Key key{news.interface, news.address};
  const auto found = entries_.find(key);
  if (!news.mac) {
    if (found == entries_.end() || found->second.left) return;
    found->second.left = now;
    if (!forget_at_) forget_at_ = now + kRemember;
    return;
  }
  if (found == entries_.end()) {
    if (entries_.size() >= kMostNeighbours) return;
    entries_.emplace(key, Entry{*news.mac, std::nullopt});
    changed(now);
    return;
  }
  found->second.left.reset();
  if (found->second.mac == *news.mac) return;
  found->second.mac = *news.mac;
  changed(now);
}

void NeighbourBook::changed(MonoTime now) {
  if (!publish_at_) publish_at_ = published_ ? std::max(now, *published_ + kGather) : now;
}

std::optional<MonoTime> NeighbourBook::due() const {
  if (publish_at_ && forget_at_) return std::min(*publish_at_, *forget_at_);
  return publish_at_ ? publish_at_ : forget_at_;
}

void NeighbourBook::forget_the_gone(MonoTime now) {
  forget_at_.reset();
  const auto forgotten =
      std::erase_if(entries_, [now](const auto& entry) { return entry.second.left && now - *entry.second.left >= kRemember; });
  for (const auto& [key, entry] : entries_) {
    if (entry.left && (!forget_at_ || *entry.left + kRemember < *forget_at_)) forget_at_ = *entry.left + kRemember;
  }
  if (forgotten > 0) publish_at_ = now;
}

bool NeighbourBook::tick(MonoTime now) {
  if (forget_at_ && now >= *forget_at_) forget_the_gone(now);
  if (!publish_at_ || now < *publish_at_) return false;
  publish_at_.reset();
  published_ = now;
  return true;
}

std::vector<Neighbour> NeighbourBook::table() const {
  std::vector<Neighbour> table;
  table.reserve(entries_.size());
  for (const auto& [key, entry] : entries_) table.push_back({key.address, entry.mac, entry.left.has_value()});
  return table;
}

}  // namespace darban
