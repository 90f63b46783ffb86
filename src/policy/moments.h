// SPDX-License-Identifier: Apache-2.0
// What the workers remember of a window of ten minutes: for each profile one bit a counted group, "something of it was closed".
// The second time in a window changes nothing, so the board knows no order, no number, no name and no time finer than its window.
//
// One board for all workers of a policy, hung up when the policy is built (a policy that differs in its grants only has the same
// one): it is the only thing about a Policy that changes. note() and note_device() are for the workers: no allocation, no lock,
// no system call; a load in the usual case, one locked instruction for the first time in a window. What stands on the board is
// read and wiped by Tally (app/tally.h) and by nobody else, at the end of every window.
//
// Why one and not one a worker: a bit is set once a window by whoever is first, whatever the traffic. So the lines of the board
// are read by all cores and written at most once for each holder and group in ten minutes (a room's also once for each of its
// devices in an hour); the rest of the time every core has its own copy. A board a worker would save that write and would have to
// be found, added up and outlived at every change of the rules. Why on the policy: its places are the policy's profiles, so who
// holds the policy can note, and when the last worker let go nobody can. Nothing else lies in the lines that are written to, and
// nothing that is written to in those that workers read.
//
// Of rooms (a school's VLANs) a number may be shown only when enough devices had a part in it (product.md 3.3). How many is
// estimated from below: every device is one place in a set of bits, by a salted hash, so two devices may share a place and no
// device has two. The sets are wiped and the salt is thrown away every hour. A device that changes its MAC address on purpose
// counts as several; nothing here can tell.
#pragma once
#include <array>
#include <atomic>
#include <bit>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include "base/hash.h"
#include "policy/count_rules.h"
#include "policy/profile.h"

namespace darban {

class Tally;

// Whose moments a place on the board is, as the household file names them.
struct MomentHolder {
  HolderKind kind = HolderKind::nobody;
  std::string name;  // the person's or the room's
  Band band = Band::guest;
  GroupSet groups = 0;  // what is counted
};

class alignas(64) MomentBoard {
 public:
  // By ProfileId: the guest, then people, then rooms.
  explicit MomentBoard(std::vector<MomentHolder> holders);
  MomentBoard(const MomentBoard&) = delete;
  MomentBoard& operator=(const MomentBoard&) = delete;

  // --- workers

  // Something of this group was closed for that profile, by a verdict that counts.
  void note(ProfileId profile, Group group) {
    const GroupSet wanted = bit_of(group);
    if (wanted == 0) return;  // nearly every question: nothing was closed
    const auto place = static_cast<std::size_t>(profile);
    if (place >= holders_.size()) return;
    Place& mine = place_of(place);
    const GroupSet bit = wanted & mine.countable;
    if (bit != 0) set(mine.noted, bit);
  }
  // Whether it matters which devices of that profile ask.
  bool counts_devices(ProfileId profile) const {
    return static_cast<std::size_t>(profile) >= first_room_ && salt_.load(std::memory_order_relaxed) != 0;
  }
  // For the hash of the device, which note_device takes.
  HashSeed salt() const { return {salt_.load(std::memory_order_relaxed)}; }
  // A device asked something that counts; of no group: nothing was closed.
  void note_device(ProfileId profile, Group group, std::uint64_t device);
  // Closed age doors are no part of the household's totals.
  bool leaves_out_age_doors() const { return leaves_out_age_doors_; }

  // --- any thread

  std::span<const MomentHolder> holders() const { return holders_; }

 private:
  friend class Tally;
  friend struct RevealMoments;  // tests/support/reveal_moments.h

  template <typename T>
  static void set(std::atomic<T>& bits, T bit) {
    if ((bits.load(std::memory_order_relaxed) & bit) == 0) bits.fetch_or(bit, std::memory_order_relaxed);
  }
  template <typename T>
  static T wiped(std::atomic<T>& bits) {  // a cell nobody wrote to is not written to either
    return bits.load(std::memory_order_relaxed) == 0 ? T{0} : bits.exchange(0, std::memory_order_relaxed);
  }

  // Reads and wipes. Calls each(holder, groups) for every holder with a moment.
  template <typename Each>
  void take_moments(Each each) {
    for (std::size_t place = 0; place < holders_.size(); ++place) {
      if (const GroupSet groups = wiped(place_of(place).noted); groups != 0) each(holders_[place], groups);
    }
  }
  // Reads and wipes. Calls each(holder, groups) for every room in which at least kFewestActive devices asked anything: the groups
  // to which at least kFewestContributing of them contributed.
  template <typename Each>
  void take_devices(Each each) {
    for (std::size_t place = first_room_; place < holders_.size(); ++place) {
      if (const GroupSet groups = wiped_room(rooms_[place - first_room_]); groups != 0) each(holders_[place], groups);
    }
  }
  void use_salt(HashSeed salt) { salt_.store(salt.value, std::memory_order_relaxed); }

  static constexpr int kFewestActive = 20;
  static constexpr int kFewestContributing = 5;
  static constexpr std::size_t kLine = 64;  // octets that cores take from each other at once
  struct Place {
    GroupSet countable = 0;
    std::atomic<GroupSet> noted{0};
  };
  static constexpr std::size_t kPlacesInLine = kLine / sizeof(Place);
  struct alignas(kLine) Line {
    std::array<Place, kPlacesInLine> places;
  };
  struct alignas(kLine) Room {
    std::array<std::atomic<std::uint64_t>, 4> active{};
    std::array<std::atomic<std::uint64_t>, kCountedGroups.size()> contributed{};
  };
  static GroupSet wiped_room(Room& room);
  Place& place_of(std::size_t holder) { return lines_[holder / kPlacesInLine].places[holder % kPlacesInLine]; }

  std::vector<MomentHolder> holders_;
  std::unique_ptr<Line[]> lines_;
  std::size_t first_room_;
  std::unique_ptr<Room[]> rooms_;
  std::atomic<std::uint64_t> salt_{0};  // 0: devices are not told apart now
  bool leaves_out_age_doors_ = false;
};

}  // namespace darban
