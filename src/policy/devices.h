// SPDX-License-Identifier: Apache-2.0
// Whose an address is, and which of the household's devices: MAC, then exact address, then the longest prefix, then guest
// (decisions.md 4). Hash tables for the first two and one for each prefix length in use, so ten thousand devices cost what ten
// do. Built once; then any thread may read.
#pragma once
#include <array>
#include <cstdint>
#include <optional>
#include <vector>

#include "base/hash.h"
#include "base/net_address.h"
#include "policy/profile.h"

namespace darban {

struct Owner {
  ProfileId profile = kGuest;
  DeviceId device = kNoDevice;
};

// Open addressing, at most half full. Key needs == and hash(HashSeed).
template <typename Key>
class OwnerTable {
 public:
  explicit OwnerTable(HashSeed seed) : seed_(seed), slots_(8) {}

  // Adds the key, or says whose it is already.
  std::optional<ProfileId> add(const Key& key, Owner owner) {
    if ((count_ + 1) * 2 > slots_.size()) grow();
    Slot& slot = slots_[place_of(key)];
    if (slot.used) return slot.owner.profile;
    slot = {key, owner, true};
    ++count_;
    return std::nullopt;
  }
  const Owner* find(const Key& key) const {
    const Slot& slot = slots_[place_of(key)];
    return slot.used ? &slot.owner : nullptr;
  }
  bool empty() const { return count_ == 0; }

 private:
  struct Slot {
    Key key;
    Owner owner;
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
  std::optional<ProfileId> add(const MacAddress& mac, Owner owner) { return macs_.add(mac, owner); }
  std::optional<ProfileId> add(const IpPrefix& prefix, Owner owner);

  Owner owner_of(const IpAddress& address, const MacAddress* mac) const;

 private:
  struct Length {
    int bits;  // of the IPv6 form
    OwnerTable<IpAddress> bases;
  };
  HashSeed seed_;
  OwnerTable<MacAddress> macs_;
  OwnerTable<IpAddress> addresses_;
  std::vector<Length> prefixes_;  // the longest first
};

}  // namespace darban
