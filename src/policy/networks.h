// SPDX-License-Identifier: Apache-2.0
// A handful of prefixes, asked with every question: may this address ask at all? Kept as masks of two words, so that one
// comparison is a few instructions. Built once; then any thread may read.
#pragma once
#include <cstdint>
#include <vector>

#include "base/net_address.h"

namespace darban {

// An address of either family as the two halves of its IPv6 form.
struct AddressWords {
  std::uint64_t high = 0;
  std::uint64_t low = 0;
  static AddressWords of(const IpAddress& address) { return {address.high(), address.low()}; }
  // The first `bits` bits, 0 to 128.
  AddressWords cut(int bits) const;
  IpAddress address() const;
  friend bool operator==(const AddressWords&, const AddressWords&) = default;
};

class Networks {
 public:
  void add(const IpPrefix& prefix);
  bool empty() const { return networks_.empty(); }
  bool contains(const IpAddress& address) const {
    const AddressWords asked = AddressWords::of(address);
    for (const Network& each : networks_) {
      if (((asked.high ^ each.base.high) & each.mask.high) == 0 && ((asked.low ^ each.base.low) & each.mask.low) == 0)
        return true;
    }
    return false;
  }

 private:
  struct Network {
    AddressWords base;
    AddressWords mask;
  };
  std::vector<Network> networks_;
};

}  // namespace darban
