// SPDX-License-Identifier: Apache-2.0
// The counts as an adult of the house may see them, for `darban counts`: the household's days, or the weeks of one person or
// room. A young person's own view is on their own device's page and nowhere else: whoever has a shell on this machine is an
// adult.
#pragma once
#include "app/control_protocol.h"
#include "policy/moments.h"
#include "store/database.h"

namespace darban {

// `board`: who there is, and what is counted of whom.
ControlReply counts_reply(const CountsRequest& request, Database& database, const MomentBoard& board);

}  // namespace darban
