// SPDX-License-Identifier: Apache-2.0
// The grants of a Policy, ready to be asked: which of them reach a seat, and what they say at a moment. Immutable once built; any
// thread may read.
//
// A seat is who grants can tell apart. Every profile is a seat; a device that has a grant of its own, or that pauses never reach,
// gets a seat beyond the profiles. So a household without such devices pays nothing for them.
#pragma once
#include <cstdint>
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/hash.h"
#include "dns/name.h"
#include "lists/category.h"
#include "policy/grant.h"
#include "policy/profile.h"

namespace darban {

// What grants say of time for one seat at one moment.
struct GrantedTime {
  enum class Kind : std::uint8_t { nothing, pause, open_all, mode };
  Kind kind = Kind::nothing;
  Mode mode = Mode::free;
  std::uint64_t doors = 0;  // the seat's service and site grants in force, by place: bit 0 is the latest
  WallTime until = kNever;  // when any of that changes, by the wall clock as it runs now
};

class GrantBook {
 public:
  static constexpr std::size_t kMostDoors = 64;  // service and site grants of one seat; the latest count

  // A grant as the builder resolved it.
  struct Entry {
    Grant grant;
    CategoryId category{};        // of service
    std::uint64_t site_hash = 0;  // of site, with the policy's seed
    int site_labels = 0;
  };

  GrantBook() = default;
  // `profiles` of the policy; `seats` says for each seat which entries reach it (indexes, the latest first), profiles first.
  // `seat_of_device` is empty where no device has a seat of its own; else by DeviceId, 0 for none.
  GrantBook(std::vector<Entry> entries, std::vector<std::vector<std::uint32_t>> seats, std::vector<std::uint16_t> seat_of_device);

  std::size_t seats() const { return seats_.size(); }  // 0: no grants, and every profile is its own seat
  std::uint16_t seat_of(ProfileId profile, DeviceId device) const {
    const auto place = static_cast<std::size_t>(device);
    if (place < seat_of_device_.size() && seat_of_device_[place] != 0) return seat_of_device_[place];
    return static_cast<std::uint16_t>(profile);
  }

  GrantedTime at(std::uint16_t seat, const Now& now) const;
  // The latest of the seat's doors in force that is about this name; nullptr: none.
  const Entry* door_for(std::uint16_t seat, std::uint64_t doors, const SuffixHashes& hashes, const CategorySet& categories) const;
  // The grant that decides over the seat's time now; nullptr: none.
  const Entry* time_grant(std::uint16_t seat, const Now& now) const;
  std::span<const Entry> entries() const { return entries_; }

 private:
  struct Seat {
    std::vector<std::uint32_t> times;  // the latest first
    std::vector<std::uint32_t> doors;
  };
  std::vector<Entry> entries_;
  std::vector<Seat> seats_;
  std::vector<std::uint16_t> seat_of_device_;
};

}  // namespace darban
