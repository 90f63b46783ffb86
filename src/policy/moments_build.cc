// SPDX-License-Identifier: Apache-2.0
#include "policy/moments_build.h"

#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace darban {
namespace {

// Names that were written, each once: the same one twenty times is one.
std::size_t names_in(const std::vector<WrittenDomain>& domains, const std::vector<WrittenRule>& rules) {
  std::unordered_set<std::string_view> names;
  for (const WrittenDomain& domain : domains) names.insert(domain.name);
  for (const WrittenRule& rule : rules) names.insert(rule.text);
  return names.size();
}

std::size_t age_doors_of(const Profile& profile, std::span<const Counting, 256> counting) {
  const CategorySet& closed = profile.closed[static_cast<std::size_t>(Mode::free)];
  std::size_t doors = 0;
  for (std::size_t id = 0; id < counting.size(); ++id) {
    const bool is_age_door = counting[id].group == Group::age_doors && counting[id].counted;
    doors += is_age_door && closed.has(static_cast<CategoryId>(id)) ? 1U : 0U;
  }
  return doors;
}

}  // namespace

std::shared_ptr<MomentBoard> moment_board_of(const Household& household, std::span<const Profile> profiles,
                                             std::span<const Counting, 256> counting) {
  std::size_t everybodys = names_in(household.block, household.rules);
  for (const WrittenOwnService& service : household.services) everybodys += names_in(service.names, {});

  std::vector<MomentHolder> holders;
  holders.reserve(profiles.size());
  const auto add = [&](HolderKind kind, std::string_view name, const WrittenProfile& written) {
    const std::size_t own_names = everybodys + names_in(written.block, written.rules);
    const GroupSet groups = countable_groups(age_doors_of(profiles[holders.size()], counting), own_names);
    holders.push_back({kind, std::string(name), written.band, groups});
  };
  add(HolderKind::nobody, "guest", household.guest);
  for (const WrittenPerson& person : household.people) add(HolderKind::person, person.name, person.profile);
  for (const WrittenRoom& room : household.rooms) add(HolderKind::room, room.label, room.profile);
  return std::make_shared<MomentBoard>(std::move(holders));
}

}  // namespace darban
