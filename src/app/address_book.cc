// SPDX-License-Identifier: Apache-2.0
#include "app/address_book.h"

#include <unordered_set>

namespace darban {

std::vector<Neighbour> address_book(std::span<const Neighbour> neighbours, std::span<const Lease> leases, HashSeed seed) {
  std::unordered_set<IpAddress, AddressHash> taken(0, AddressHash{seed});
  std::vector<Neighbour> book;
  book.reserve(neighbours.size() + leases.size());
  for (const Neighbour& neighbour : neighbours) {
    if (neighbour.remembered) continue;
    taken.insert(neighbour.address);  // on two links it may stand twice: the table sees whether they agree
    book.push_back(neighbour);
  }
  for (const Lease& lease : leases) {
    if (taken.insert(lease.address).second) book.push_back({lease.address, lease.mac, false});
  }
  for (const Neighbour& neighbour : neighbours) {
    if (neighbour.remembered && !taken.contains(neighbour.address)) book.push_back(neighbour);
  }
  return book;
}

}  // namespace darban
