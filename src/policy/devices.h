// SPDX-License-Identifier: Apache-2.0
// Whose an address is: MAC, then exact address, then the longest prefix, then guest (decisions.md 4). Hash tables for the first
// two and one for each prefix length in use, so ten thousand devices cost what ten do. Built once; then any thread may read.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/hash.h"
#include "base/net_address.h"
#include "policy/profile.h"

namespace darban {

// Open addressing, at most half full. Key needs == and hash(HashSeed).
template <typename Key>
class ProfileTable {
 public:
  explicit ProfileTable(HashSeed seed) : seed_(seed), slots_(8) {}

  // Adds the key, or says whose it is already.
  std::optional<ProfileId> add(const Key& key, ProfileId profile) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = slots_[place_of(key)];
    if (slot.used) return slot.profile;
    slot = {key, profile, true};
    ++count_;
    return std::nullopt;
  }
  std::optional<ProfileId> find(const Key& key) const {
    const Slot& slot = slots_[place_of(key)];
    if (!slot.used) return std::nullopt;
    return slot.profile;
  }
  bool empty() const { return count_ == 0; }

 private:
  struct Slot {
    Key key;
    ProfileId profile{};
    bool used = false;
  };
  // Where the key stands, or the free slot where it would.
  std::size_t place_of(const Key& key) const {
    const std::size_t mask = slots_.size() - 1;
    std::size_t at = key.hash(seed_) & mask;
    while (slots_[at].used && !(slots_[at].key == key)) at = (at + 1) & mask;
    return at;
  }
  void grow() {
    std::vector<Slot> old(slots_.size() * 2);
    old.swap(slots_);
    for (const Slot& slot : old) {
      if (slot.used) slots_[place_of(slot.key)] = slot;
    }
  }
  HashSeed seed_;
  std::vector<Slot> slots_;
  std::size_t count_ = 0;
};

class Devices {
 public:
  explicit Devices(HashSeed seed) : seed_(seed), macs_(seed), addresses_(seed) {}

  // Each adds one mark of a profile, or says which profile has it already.
  std::optional<ProfileId> add(const MacAddress& mac, ProfileId profile) { return macs_.add(mac, profile); }
  std::optional<ProfileId> add(const IpPrefix& prefix, ProfileId profile);

  ProfileId profile_of(const IpAddress& address, const MacAddress* mac) const;

 private:
  struct Length {
    int bits;  // of the IPv6 form
    ProfileTable<IpAddress> bases;
  };
  HashSeed seed_;
  ProfileTable<MacAddress> macs_;
  ProfileTable<IpAddress> addresses_;
  std::vector<Length> prefixes_;  // the longest first
};

}  // namespace darban
