// SPDX-License-Identifier: Apache-2.0
// Who an address is: the kernel's neighbour tables (ARP and IPv6 neighbour discovery) and what else is known (app/address_book.h)
// as one immutable address -> MAC table. Built on the control thread, published to the workers; any thread may read. Never awaited: an address that is not there is
// simply unknown, and the policy falls back on addresses and prefixes.
#pragma once
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "base/net_address.h"

namespace darban {

inline constexpr std::size_t kMostNeighbours = 16384;  // a stranger can invent addresses; the table can not grow without end

struct Neighbour {
  IpAddress address;
  MacAddress mac;
  bool remembered = false;  // the kernel does not know it any more
};

class Neighbours {
 public:
  Neighbours() = default;  // knows nobody
  // At most kMostNeighbours are taken. An address that is given with two different MACs is nobody's.
  Neighbours(std::span<const Neighbour> neighbours, HashSeed seed);
  bool empty() const { return count_ == 0; }
  std::size_t size() const { return count_; }
  const MacAddress* find(const IpAddress& address) const;  // nullptr: unknown
  std::vector<Neighbour> all() const;                      // in an order of no meaning

 private:
  enum class State : std::uint8_t { free, known, disputed };
  struct Cell {
    IpAddress address;
    MacAddress mac;
    State state = State::free;
  };
  std::vector<Cell> cells_;  // open addressing, a power of two, at most half full
  HashSeed seed_;
  std::size_t count_ = 0;
};

}  // namespace darban
