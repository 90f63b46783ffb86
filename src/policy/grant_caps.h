// SPDX-License-Identifier: Apache-2.0
// How much bonus time and how much pause somebody already got today. Pure; one thread.
//
// What counts is what really ran: a grant that is taken back after five minutes counted five. Times that overlap count once. All
// of a grant counts for the day on which it began to count, and a day begins at 04:00 (grant_hours.h), so a bonus after midnight
// belongs to the evening before. While nobody knows the time, what was given since the machine was started counts.
// A person is charged for what reaches any of their devices, a device for what reaches it.
#pragma once
#include <span>
#include <vector>

#include "base/clock.h"
#include "base/zone.h"
#include "policy/given_grant.h"

namespace darban {

class GrantCounts {
 public:
  // `history`: what may count today, in force or over. Must live longer, and so must the zone.
  GrantCounts(std::span<const GivenGrant> history, const Zone& zone, const Now& now)
      : history_(history), zone_(zone), now_(now) {}

  // How long `subject` got (or will have got, of what is in force) on the day of `on`. `besides` is counted too when it counts
  // for that cap; what stands in `without` counts for what it ran until now only, as if it were taken back.
  Seconds used(GrantCap cap, const GrantWho& subject, WallTime on, const GivenGrant* besides = nullptr,
               std::span<const std::int64_t> without = {}) const;

 private:
  struct Stretch {
    WallTime begin;
    WallTime end;
  };
  bool counts(const GivenGrant& given, GrantCap cap, const GrantWho& subject, WallTime on) const;
  Stretch stretch_of(const GivenGrant& given, bool taken_back) const;
  std::span<const GivenGrant> history_;
  const Zone& zone_;
  Now now_;
};

}  // namespace darban
