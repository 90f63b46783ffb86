// SPDX-License-Identifier: Apache-2.0
#include "policy/count_rules.h"

#include <chrono>

#include "policy/grant_hours.h"

namespace darban {
namespace {

static_assert(bit_of(Group::none) == 0 && bit_of(Group::other) == 0);
static_assert(bit_of(Group::scams_and_malware) == 1 && bit_of(Group::own_rules) == 1U << (kCountedGroups.size() - 1));

}  // namespace

GroupSet countable_groups(std::size_t age_doors_closed, std::size_t own_names) {
  GroupSet groups = bit_of(Group::scams_and_malware) | bit_of(Group::ads_and_trackers) | bit_of(Group::ways_round) |
                    bit_of(Group::closed_by_time);
  if (age_doors_closed >= kFewestAgeDoors) groups |= bit_of(Group::age_doors);
  if (own_names >= kFewestOwnNames) groups |= bit_of(Group::own_rules);
  return groups;
}

bool is_kept(HolderKind kind, Band band, const CountChoices& choices) {
  switch (band) {
    case Band::under_10:
    case Band::age_10_12:
    case Band::age_13_15:
      return kind != HolderKind::nobody;
    case Band::age_16_17:
      return kind == HolderKind::room || (kind == HolderKind::person && choices.keep);
    case Band::pupil_primary:
    case Band::pupil_secondary:
      return kind == HolderKind::room;  // a pupil alone is a group of one
    case Band::adult:
    case Band::guest:
    case Band::things:
    case Band::staff:
    case Band::exam:
      return false;
  }
  return false;
}

bool may_see(Band band, Viewer viewer, const CountChoices& choices) {
  switch (band) {
    case Band::under_10:
    case Band::age_10_12:
      return viewer != Viewer::auditor;
    case Band::age_13_15:
      return viewer == Viewer::themselves || (viewer == Viewer::guardian && choices.share);
    case Band::age_16_17:
      return viewer == Viewer::themselves && choices.keep;
    default:
      return false;  // there is nothing to see
  }
}

bool are_their_own(HolderKind kind, Band band) {
  return kind == HolderKind::person && (band == Band::age_13_15 || band == Band::age_16_17);
}

bool hides_age_doors(HolderKind kind, Band band) { return are_their_own(kind, band); }

CountChoices heard_at(Band band, const CountChoices& said) {
  return {.keep = said.keep && band == Band::age_16_17, .share = said.share && band == Band::age_13_15};
}

CountDay count_day(WallTime time, const Zone& zone) {
  const auto date = std::chrono::floor<std::chrono::days>(zone.local(day_begin(time, zone)));
  return static_cast<CountDay>(static_cast<std::int32_t>(date.time_since_epoch().count()));
}

}  // namespace darban
