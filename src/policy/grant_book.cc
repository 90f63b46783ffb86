// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_book.h"

#include <algorithm>
#include <bit>

namespace darban {
namespace {

bool is_door(GrantWhat what) { return what == GrantWhat::service || what == GrantWhat::site; }

// When what `at` said of this grant changes.
WallTime change_of(const Grant& grant, const Now& now) {
  if (grant.is_over(now)) return kNever;
  if (grant.in_force(now)) return grant.end_at(now);
  return now.wall_trusted ? grant.from : kNever;  // without a clock it does not begin
}

GrantedTime::Kind kind_of(GrantWhat what) {
  switch (what) {
    case GrantWhat::pause:
      return GrantedTime::Kind::pause;
    case GrantWhat::open_all:
      return GrantedTime::Kind::open_all;
    case GrantWhat::mode:
      return GrantedTime::Kind::mode;
    case GrantWhat::service:
    case GrantWhat::site:
      break;
  }
  return GrantedTime::Kind::nothing;
}

bool is_about(const GrantBook::Entry& entry, const SuffixHashes& hashes, const CategorySet& categories) {
  if (entry.grant.what == GrantWhat::service) return categories.has(entry.category);
  return entry.site_labels <= hashes.labels() && hashes.at(entry.site_labels) == entry.site_hash;
}

}  // namespace

GrantBook::GrantBook(std::vector<Entry> entries, std::vector<std::vector<std::uint32_t>> seats,
                     std::vector<std::uint16_t> seat_of_device)
    : entries_(std::move(entries)), seats_(seats.size()), seat_of_device_(std::move(seat_of_device)) {
  for (std::size_t seat = 0; seat < seats.size(); ++seat) {
    for (const std::uint32_t index : seats[seat]) {
      Seat& mine = seats_[seat];
      if (!is_door(entries_[index].grant.what))
        mine.times.push_back(index);
      else if (mine.doors.size() < kMostDoors)
        mine.doors.push_back(index);
    }
  }
}

GrantedTime GrantBook::at(std::uint16_t seat, const Now& now) const {
  GrantedTime granted;
  if (seat >= seats_.size()) return granted;
  const Seat& mine = seats_[seat];
  for (const std::uint32_t index : mine.times) {
    const Grant& grant = entries_[index].grant;
    granted.until = std::min(granted.until, change_of(grant, now));
    if (granted.kind != GrantedTime::Kind::nothing || !grant.in_force(now)) continue;
    granted.kind = kind_of(grant.what);
    granted.mode = grant.mode;
  }
  for (std::size_t i = 0; i < mine.doors.size(); ++i) {
    const Grant& grant = entries_[mine.doors[i]].grant;
    granted.until = std::min(granted.until, change_of(grant, now));
    if (grant.in_force(now)) granted.doors |= std::uint64_t{1} << i;
  }
  return granted;
}

const GrantBook::Entry* GrantBook::door_for(std::uint16_t seat, std::uint64_t doors, const SuffixHashes& hashes,
                                            const CategorySet& categories) const {
  if (seat >= seats_.size()) return nullptr;
  const Seat& mine = seats_[seat];
  for (; doors != 0; doors &= doors - 1) {
    const auto place = static_cast<std::size_t>(std::countr_zero(doors));
    if (place >= mine.doors.size()) return nullptr;
    const Entry& entry = entries_[mine.doors[place]];
    if (is_about(entry, hashes, categories)) return &entry;
  }
  return nullptr;
}

const GrantBook::Entry* GrantBook::time_grant(std::uint16_t seat, const Now& now) const {
  if (seat >= seats_.size()) return nullptr;
  for (const std::uint32_t index : seats_[seat].times) {
    if (entries_[index].grant.in_force(now)) return &entries_[index];
  }
  return nullptr;
}

}  // namespace darban
