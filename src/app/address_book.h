// SPDX-License-Identifier: Apache-2.0
// Who an address is, from both sources at once. Pure.
#pragma once
#include <span>
#include <vector>

#include "leases/lease.h"
#include "net/neighbours.h"

namespace darban {

// The kernel's neighbour wins over a lease for the same address: it is who answers there, whatever was given to whom (a child who
// sets an address by hand stays himself). A lease wins over a neighbour that is only remembered: the address may be another's by
// now. In the order of trust, so that a table that takes not all of them (kMostNeighbours) leaves out the least known.
std::vector<Neighbour> address_book(std::span<const Neighbour> neighbours, std::span<const Lease> leases, HashSeed seed);

}  // namespace darban
