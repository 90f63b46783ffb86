// SPDX-License-Identifier: Apache-2.0
#include "lists/placement.h"

#include <algorithm>
#include <array>
#include <vector>

#include "lists/image_layout.h"

namespace darban {
namespace {

constexpr int kMostMoves = 2000;  // for one family

class Lines {
 public:
  Lines(std::span<Family> families, std::uint32_t lines)
      : families_(families), free_(lines, layout::kNamesPerLine), counts_(lines), members_(lines) {}

  // Everybody who fits stays at home; then the rest looks for room, the large ones first.
  bool place_all() {
    std::vector<std::uint32_t> rest;
    for (std::uint32_t size = layout::kNamesPerLine; size > 0; --size) {
      for (std::uint32_t family = 0; family < families_.size(); ++family) {
        if (size_of(family) == size && !put_if_room(family, false)) rest.push_back(family);
      }
    }
    if (!std::all_of(rest.begin(), rest.end(), [this](std::uint32_t family) { return place(family); })) return false;
    move_home();
    return true;
  }

 private:
  using Members = std::array<std::uint32_t, layout::kNamesPerLine>;  // families of a line; counts_ says how many

  std::uint32_t line_of(std::uint32_t family, bool second) const {
    return second ? families_[family].second_line : families_[family].first_line;
  }
  std::uint32_t size_of(std::uint32_t family) const { return families_[family].count; }

  void put(std::uint32_t family, bool second) {
    const std::uint32_t line = line_of(family, second);
    members_[line][count_of(line)++] = family;
    free_[line] = static_cast<std::uint8_t>(free_[line] - size_of(family));
    families_[family].in_second = second;
  }
  void take(std::uint32_t family) {
    const std::uint32_t line = line_of(family, families_[family].in_second);
    std::uint8_t& count = count_of(line);
    Members& members = members_[line];
    const auto end = members.begin() + count;
    std::rotate(std::find(members.begin(), end, family), std::find(members.begin(), end, family) + 1, end);
    --count;
    free_[line] = static_cast<std::uint8_t>(free_[line] + size_of(family));
  }
  bool put_if_room(std::uint32_t family, bool second) {
    if (free_[line_of(family, second)] < size_of(family)) return false;
    put(family, second);
    return true;
  }

  bool place(std::uint32_t family) {
    waiting_.assign(1, family);
    for (int moves = 0; moves < kMostMoves && !waiting_.empty(); ++moves) {
      const std::uint32_t next = waiting_.back();
      waiting_.pop_back();
      if (put_if_room(next, false) || put_if_room(next, true)) continue;
      const bool second = (random() & 1) != 0;
      if (make_room(next, second) || make_room(next, !second)) continue;
      throw_out_for(next, second);
    }
    return waiting_.empty();
  }

  // Moves one member of the line to its other line, if that is all it takes.
  bool make_room(std::uint32_t family, bool second) {
    const std::uint32_t line = line_of(family, second);
    for (std::size_t i = 0; i < count_of(line); ++i) {
      const std::uint32_t member = members_[line][i];
      const bool other = !families_[member].in_second;
      if (free_[line] + size_of(member) < size_of(family) || line_of(member, other) == line) continue;
      if (free_[line_of(member, other)] < size_of(member)) continue;
      take(member);
      put(member, other);
      put(family, second);
      return true;
    }
    return false;
  }

  void throw_out_for(std::uint32_t family, bool second) {
    const std::uint32_t line = line_of(family, second);
    while (free_[line] < size_of(family)) {
      const std::uint32_t victim = members_[line][random() % count_of(line)];
      take(victim);
      waiting_.push_back(victim);
    }
    put(family, second);
  }

  // Moving makes room behind it: whoever can stand in the first line shall.
  void move_home() {
    for (std::uint32_t family = 0; family < families_.size(); ++family) {
      if (!families_[family].in_second || free_[line_of(family, false)] < size_of(family)) continue;
      take(family);
      put(family, false);
    }
  }

  std::uint8_t& count_of(std::uint32_t line) { return counts_[line]; }
  std::uint64_t random() {  // any fixed sequence will do
    random_ = random_ * 6364136223846793005U + 1442695040888963407U;
    return random_ >> 33;
  }

  std::span<Family> families_;
  std::vector<std::uint8_t> free_;
  std::vector<std::uint8_t> counts_;
  std::vector<Members> members_;
  std::vector<std::uint32_t> waiting_;
  std::uint64_t random_ = 1;
};

}  // namespace

bool place_families(std::span<Family> families, std::uint32_t lines) { return Lines(families, lines).place_all(); }

}  // namespace darban
