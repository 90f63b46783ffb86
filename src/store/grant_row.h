// SPDX-License-Identifier: Apache-2.0
// A grant as it is kept, and what it says after a restart. Plain values, no clock.
//
// What ends a grant, exactly:
//   - its time on the wall (`until`), as soon as the clock can be trusted: first come, first served, whatever else stands here;
//   - and the time that passes. `remaining` was left when the machine had been up for `anchor`, in that boot.
//       In the same boot that is exact: a restart of the daemon, a sleep of the machine and a step of the clock move nothing.
//       In another boot (the machine was started again) nobody counted meanwhile: at most `remaining` is left, and with a trusted
//       clock at most what is left until `until`. The row is then anchored anew, so the next restart of the daemon is exact
//       again.
//   - A grant given while nobody knew the time has no `until`. It gets one when the clock is trusted: what is left, from then on.
// So a grant never runs longer on the wall than was said, and without a clock never longer in one boot than was left at its last
// anchor; a clean stop anchors too (GrantDesk), so only a box that never learns the time and loses power again and again
// stretches one.
#pragma once
#include <string>

#include "base/boot.h"
#include "policy/given_grant.h"

namespace darban {

struct GrantRow {
  GivenGrant given;
  std::string boot;
  Milliseconds anchor{0};     // since that boot, sleep included
  Milliseconds remaining{0};  // at the anchor
};

// What is left of it at that moment by the time that passes; negative: it is over.
Milliseconds remaining_at(const GrantRow& row, const Moment& moment);

// Sets given.grant.ends, and anchors the row in this boot if it was in another.
void wake(GrantRow& row, const Moment& moment);
// The row as of now: what is left, from now.
void anchor(GrantRow& row, const Moment& moment);

// Once the clock is trusted: the times on the wall of a row that was given before it was.
void learn_the_time(GrantRow& row, const Moment& moment);

}  // namespace darban
