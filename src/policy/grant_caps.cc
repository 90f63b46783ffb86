// SPDX-License-Identifier: Apache-2.0
#include "policy/grant_caps.h"

#include <algorithm>

#include "policy/grant_hours.h"
#include "policy/grant_people.h"

namespace darban {

bool GrantCounts::counts(const GivenGrant& given, GrantCap cap, const GrantWho& subject, WallTime on) const {
  if (given.cap != cap || !concerns(given.grant.who, subject)) return false;
  const bool day_known = given.wall_known && now_.wall_trusted;
  return !day_known || day_begin(given.counted_from, zone_) == day_begin(on, zone_);
}

GrantCounts::Stretch GrantCounts::stretch_of(const GivenGrant& given, bool taken_back) const {
  const Seconds length = given.ended || taken_back ? given.ran(now_) : given.counted;
  return {given.counted_from, given.counted_from + length};
}

Seconds GrantCounts::used(GrantCap cap, const GrantWho& subject, WallTime on, const GivenGrant* besides,
                          std::span<const std::int64_t> without) const {
  std::vector<Stretch> stretches;
  for (const GivenGrant& given : history_) {
    if (!counts(given, cap, subject, on)) continue;
    stretches.push_back(stretch_of(given, std::find(without.begin(), without.end(), given.grant.id) != without.end()));
  }
  if (besides != nullptr && counts(*besides, cap, subject, on)) stretches.push_back(stretch_of(*besides, false));
  std::sort(stretches.begin(), stretches.end(), [](const Stretch& a, const Stretch& b) { return a.begin < b.begin; });
  Seconds sum{0};
  WallTime until = WallTime::min();
  for (const Stretch& stretch : stretches) {
    if (stretch.end <= until) continue;
    sum += stretch.end - std::max(stretch.begin, until);
    until = stretch.end;
  }
  return sum;
}

}  // namespace darban
