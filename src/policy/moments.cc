// SPDX-License-Identifier: Apache-2.0
#include "policy/moments.h"

#include <algorithm>
#include <utility>

namespace darban {
namespace {

std::size_t first_room_of(const std::vector<MomentHolder>& holders) {
  const auto room =
      std::find_if(holders.begin(), holders.end(), [](const MomentHolder& holder) { return holder.kind == HolderKind::room; });
  return static_cast<std::size_t>(room - holders.begin());
}

}  // namespace

MomentBoard::MomentBoard(std::vector<MomentHolder> holders)
    : holders_(std::move(holders)),
      lines_(std::make_unique<Line[]>(holders_.size() / kPlacesInLine + 1)),
      first_room_(first_room_of(holders_)),
      rooms_(std::make_unique<Room[]>(holders_.size() - first_room_)) {
  for (std::size_t i = 0; i < holders_.size(); ++i) {
    const MomentHolder& holder = holders_[i];
    if (holder.kind != HolderKind::nobody) place_of(i).countable = holder.groups;
    leaves_out_age_doors_ |= hides_age_doors(holder.kind, holder.band);
  }
}

void MomentBoard::note_device(ProfileId profile, Group group, std::uint64_t device) {
  const std::size_t place = static_cast<std::size_t>(profile) - first_room_;
  if (place >= holders_.size() - first_room_) return;  // also a profile before the first room
  Room& room = rooms_[place];
  set(room.active[device >> 6 & 3], std::uint64_t{1} << (device & 63));
  const GroupSet bit = bit_of(group);
  if (bit == 0) return;
  set(room.contributed[static_cast<std::size_t>(std::countr_zero(bit))], std::uint64_t{1} << (device >> 8 & 63));
}

GroupSet MomentBoard::wiped_room(Room& room) {
  int active = 0;
  for (auto& bits : room.active) active += std::popcount(wiped(bits));
  GroupSet groups = 0;
  for (std::size_t i = 0; i < kCountedGroups.size(); ++i) {
    if (std::popcount(wiped(room.contributed[i])) >= kFewestContributing) groups |= bit_of(kCountedGroups[i]);
  }
  return active >= kFewestActive ? groups : GroupSet{0};
}

}  // namespace darban
