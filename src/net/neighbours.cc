// SPDX-License-Identifier: Apache-2.0
#include "net/neighbours.h"

#include <algorithm>
#include <bit>

namespace darban {

Neighbours::Neighbours(std::span<const Neighbour> neighbours, HashSeed seed) : seed_(seed) {
  const auto taken = neighbours.first(std::min(neighbours.size(), kMostNeighbours));
  if (taken.empty()) return;
  cells_.resize(std::bit_ceil(taken.size() * 2));
  const std::size_t mask = cells_.size() - 1;
  for (const Neighbour& neighbour : taken) {
    std::size_t at = neighbour.address.hash(seed_) & mask;
    while (cells_[at].state != State::free && cells_[at].address != neighbour.address) at = (at + 1) & mask;
    Cell& cell = cells_[at];
    if (cell.state == State::free) {
      cell = {neighbour.address, neighbour.mac, State::known};
      ++count_;
    } else if (cell.state == State::known && cell.mac != neighbour.mac) {
      cell.state = State::disputed;
      --count_;
    }
  }
}

const MacAddress* Neighbours::find(const IpAddress& address) const {
  if (cells_.empty()) return nullptr;
  const std::size_t mask = cells_.size() - 1;
  for (std::size_t at = address.hash(seed_) & mask;; at = (at + 1) & mask) {
    const Cell& cell = cells_[at];
    if (cell.state == State::free) return nullptr;
    if (cell.address == address) return cell.state == State::known ? &cell.mac : nullptr;
  }
}

std::vector<Neighbour> Neighbours::all() const {
  std::vector<Neighbour> known;
  known.reserve(count_);
  for (const Cell& cell : cells_) {
    if (cell.state == State::known) known.push_back({cell.address, cell.mac});
  }
  return known;
}

}  // namespace darban
