// SPDX-License-Identifier: Apache-2.0
// Finds what is travelling by its 16-bit message ID. Open addressing over a power of two at least twice the number of entries, no
// tombstones: removing shifts back. IDs are drawn at random, so the ID is its own hash. One thread.
#pragma once
#include <bit>
#include <cstdint>
#include <vector>

#include "base/random.h"

namespace darban {

template <typename T>
class IdTable {
 public:
  // At most `most` entries, up to 16,384: beyond that free IDs become rare.
  explicit IdTable(std::size_t most) : cells_(std::bit_ceil(most * 2)) {}

  T* find(std::uint16_t id) const {
    for (std::size_t at = id & mask();; at = (at + 1) & mask()) {
      if (cells_[at].value == nullptr) return nullptr;
      if (cells_[at].id == id) return cells_[at].value;
    }
  }
  // Gives `value` a random ID that no other entry has.
  std::uint16_t add(T* value, Random& random) {
    std::uint16_t id = random.u16();
    while (find(id) != nullptr) id = random.u16();
    std::size_t at = id & mask();
    while (cells_[at].value != nullptr) at = (at + 1) & mask();
    cells_[at] = {value, id};
    return id;
  }
  void remove(std::uint16_t id) {
    std::size_t hole = id & mask();
    while (cells_[hole].value != nullptr && cells_[hole].id != id) hole = (hole + 1) & mask();
    if (cells_[hole].value == nullptr) return;
    for (std::size_t at = (hole + 1) & mask(); cells_[at].value != nullptr; at = (at + 1) & mask()) {
      const std::size_t home = cells_[at].id & mask();
      if (((at - home) & mask()) < ((at - hole) & mask())) continue;  // it would land before its home
      cells_[hole] = cells_[at];
      hole = at;
    }
    cells_[hole].value = nullptr;
  }

 private:
  struct Cell {
    T* value = nullptr;
    std::uint16_t id = 0;
  };
  std::size_t mask() const { return cells_.size() - 1; }
  std::vector<Cell> cells_;
};

}  // namespace darban
