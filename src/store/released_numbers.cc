// SPDX-License-Identifier: Apache-2.0
#include "store/released_numbers.h"

#include <utility>

namespace darban {
namespace {

constexpr std::string_view kRoom = "room ";

std::string name_of(const MomentHolder& holder) {
  return holder.kind == HolderKind::room ? std::string(kRoom) + holder.name : holder.name;
}

NotShown unreadable(StoreTrouble trouble) { return {NotShown::Why::unreadable, trouble}; }

// Of a person whose numbers this viewer may not see. What a young person chose is said as far as it concerns the one who asks.
NotShown not_theirs_to_see(Band band, Viewer viewer) {
  if (!is_kept(HolderKind::person, band, {.keep = true, .share = true})) return {NotShown::Why::uncounted};
  if (viewer == Viewer::auditor) return {NotShown::Why::no_guardian};
  return {band == Band::age_16_17 ? NotShown::Why::their_word : NotShown::Why::their_own};
}

// Of a group that is not counted not even none is said.
HolderWeeks weeks_of(const MomentHolder& holder, std::vector<MomentWeek> weeks) {
  for (MomentWeek& week : weeks) {
    for (std::size_t i = 0; i < kCountedGroups.size(); ++i) {
      if (!has(holder.groups, kCountedGroups[i])) week.counts[i] = ShownCount();
    }
  }
  return {holder, std::move(weeks)};
}

}  // namespace

Result<std::vector<ReleasedHealth>, StoreTrouble> ReleasedNumbers::health() const {
  const auto days = counts_.health();
  if (!days) return days.error();
  std::vector<ReleasedHealth> released;
  for (const HealthDay& day : *days)
    released.push_back({day.day, day.of(DayHealth::cache_hits), day.of(DayHealth::upstream_errors), day.lists_built});
  return released;
}

Result<HolderWeeks, NotShown> ReleasedNumbers::of(std::string_view who, Viewer viewer) const {
  const MomentHolder* holder = find(who);
  if (holder == nullptr) return NotShown{NotShown::Why::nobody};
  if (holder->kind == HolderKind::room) {
    if (!may_see_rooms(viewer)) return NotShown{NotShown::Why::no_guardian};
    if (!is_kept(holder->kind, holder->band, {})) return NotShown{NotShown::Why::uncounted};
    auto weeks = counts_.room(holder->name);
    if (!weeks) return unreadable(weeks.error());
    return weeks_of(*holder, std::move(*weeks));
  }
  const auto choices = counts_.choices_of(holder->name);
  if (!choices) return unreadable(choices.error());
  if (!may_see(holder->band, viewer, *choices)) return not_theirs_to_see(holder->band, viewer);
  auto weeks = counts_.person(holder->name, holder->band, viewer);
  if (!weeks) return unreadable(weeks.error());
  return weeks_of(*holder, std::move(*weeks));
}

Result<CountChoices, StoreTrouble> ReleasedNumbers::choices_of(std::string_view person) const {
  const auto said = counts_.choices_of(std::string(person));
  if (!said) return said.error();
  const MomentHolder* holder = find(person);
  return holder != nullptr ? heard_at(holder->band, *said) : CountChoices();
}

const MomentHolder* ReleasedNumbers::find(std::string_view who) const {
  for (const MomentHolder& holder : board_.holders()) {
    if (holder.kind != HolderKind::nobody && who == name_of(holder)) return &holder;
  }
  return nullptr;
}

std::vector<std::string> ReleasedNumbers::names() const {
  std::vector<std::string> names;
  for (const MomentHolder& holder : board_.holders()) {
    if (holder.kind != HolderKind::nobody) names.push_back(name_of(holder));
  }
  return names;
}

}  // namespace darban
