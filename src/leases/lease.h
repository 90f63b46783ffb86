// SPDX-License-Identifier: Apache-2.0
// A DHCP lease, as far as it says who an address is. The names that devices give themselves are not kept.
#pragma once
#include <cstdint>
#include <optional>
#include <vector>

#include "base/clock.h"
#include "base/hash.h"
#include "base/net_address.h"
#include "base/result.h"

namespace darban {

inline constexpr std::size_t kMostLeases = 16384;  // of one file; a client can invent MAC addresses

struct Lease {
  IpAddress address;
  MacAddress mac;
  WallTime ends = kNever;
};

// For tables of addresses, which clients can choose to some degree.
struct AddressHash {
  HashSeed seed;
  std::size_t operator()(const IpAddress& address) const { return address.hash(seed); }
};

struct LeaseFormat;

// What one file says at one moment: at most one word about an address, the last one in the file.
struct Leases {
  const LeaseFormat* format = nullptr;  // none: the file is empty
  std::vector<Lease> leases;            // their ends may be past: reading knows no clock
  std::vector<IpAddress> over;          // addresses that belong to nobody any more, or to somebody without a MAC address
  std::uint32_t refused = 0;            // lines that could not be read; the others count
  Error first_refused;                  // why, and its line
};

}  // namespace darban
