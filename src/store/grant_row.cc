// SPDX-License-Identifier: Apache-2.0
#include "store/grant_row.h"

#include <algorithm>

namespace darban {

Milliseconds remaining_at(const GrantRow& row, const Moment& moment) {
  if (moment.boot.is_same_boot(row.boot)) return row.remaining - (moment.boot.since - row.anchor);
  const bool wall_says = moment.now.wall_trusted && row.given.wall_known;
  return wall_says ? std::min<Milliseconds>(row.remaining, row.given.grant.until - moment.now.wall) : row.remaining;
}

void wake(GrantRow& row, const Moment& moment) {
  const Milliseconds left = remaining_at(row, moment);
  row.given.grant.ends = moment.now.mono + left;
  if (!moment.boot.is_same_boot(row.boot)) anchor(row, moment);
}

void anchor(GrantRow& row, const Moment& moment) {
  row.remaining = row.given.grant.ends - moment.now.mono;
  row.boot = moment.boot.boot;
  row.anchor = moment.boot.since;
}

void learn_the_time(GrantRow& row, const Moment& moment) {
  GivenGrant& given = row.given;
  if (given.wall_known || !moment.now.wall_trusted) return;
  // What is left is known; what is gone by is the rest of what was granted.
  given.grant.until = moment.now.wall + std::chrono::ceil<Seconds>(given.grant.ends - moment.now.mono);
  given.grant.from = given.grant.until - given.granted;
  given.grant.given = given.grant.from;
  given.counted_from = given.grant.from;
  given.wall_known = true;
}

}  // namespace darban
