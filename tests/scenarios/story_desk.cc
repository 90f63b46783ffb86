// SPDX-License-Identifier: Apache-2.0
#include "tests/scenarios/story_desk.h"

#include <algorithm>

#include "policy/grant_people.h"

namespace darban {

bool StoryDesk::give(const Policy& policy, const Now& now, const GrantWish& wish) {
  end_what_is_over(now);
  const auto plan = plan_grants(policy, all_, now, wish);
  if (!plan) return false;
  for (const GrantPlan::Item& item : plan->items) {
    for (GivenGrant& each : all_) {
      if (std::find(item.replaces.begin(), item.replaces.end(), each.grant.id) == item.replaces.end() || each.ended) continue;
      each.ended = GivenGrant::Ended{now.wall, GrantEnd::replaced, wish.by, 0, each.ran(now)};
    }
    all_.push_back(item.given);
    all_.back().grant.id = static_cast<std::int64_t>(all_.size());
  }
  return true;
}

bool StoryDesk::take_back(const Policy& policy, const Now& now, const std::string& from) {
  end_what_is_over(now);
  const auto who = GrantPeople(policy).find(from);
  if (!who) return false;
  bool found = false;
  for (GivenGrant& each : all_) {
    if (each.ended || !(each.grant.who == *who)) continue;
    each.ended = GivenGrant::Ended{now.wall, GrantEnd::revoked, {}, 0, each.ran(now)};
    found = true;
  }
  return found;
}

std::vector<Grant> StoryDesk::in_force() const {
  std::vector<Grant> grants;
  for (const GivenGrant& each : all_) {
    if (!each.ended) grants.push_back(each.grant);
  }
  return grants;
}

void StoryDesk::end_what_is_over(const Now& now) {
  for (GivenGrant& each : all_) {
    if (!each.ended && each.grant.is_over(now)) each.ended = GivenGrant::Ended{now.wall, GrantEnd::time, {}, 0, each.ran(now)};
  }
}

}  // namespace darban
