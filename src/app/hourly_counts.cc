// SPDX-License-Identifier: Apache-2.0
#include "app/hourly_counts.h"

namespace darban {
namespace {

CounterSums difference(const CounterSums& later, const CounterSums& earlier) {
  CounterSums result;
  for (std::size_t i = 0; i < result.health.size(); ++i) result.health[i] = later.health[i] - earlier.health[i];
  for (std::size_t i = 0; i < result.totals.size(); ++i) result.totals[i] = later.totals[i] - earlier.totals[i];
  return result;
}

bool is_later(const CivilHour& a, const CivilHour& b) { return a.day != b.day ? a.day > b.day : a.hour > b.hour; }

}  // namespace

void CounterSums::add(const Counters& counters) {
  for (std::size_t i = 0; i < health.size(); ++i) health[i] += counters.of(static_cast<Health>(i));
  for (std::size_t i = 0; i < totals.size(); ++i) totals[i] += counters.of(static_cast<Total>(i));
}

bool moves_live(Health what) {
  switch (what) {
    case Health::stale_answers:
    case Health::upstream_timeouts:
    case Health::upstream_errors:
    case Health::forged_answers:
    case Health::malformed:
    case Health::refused:
    case Health::claims_untrusted:
    case Health::claims_unreadable:
    case Health::dropped:
    case Health::overflow:
      return true;
    default:
      return false;
  }
}

bool HourlyCounts::observe(const CounterSums& sums, CivilHour now) {
  if (!seen_) seen_ = now;
  if (!is_later(now, *seen_)) return false;
  if (now.day != seen_->day) {
    const bool one_day_on = now.day == seen_->day + 1;
    yesterday_ = one_day_on ? std::optional(difference(sums, day_began_)) : std::nullopt;
    day_began_ = sums;
  }
  today_ = difference(sums, day_began_);
  settled_ = sums;
  seen_ = now;
  return true;
}

}  // namespace darban
