// SPDX-License-Identifier: Apache-2.0
// Questions darban answers itself: names that must never leave the house, types nobody should ask a forwarder, classes it does
// not serve.
#pragma once
#include "engine/query.h"

namespace darban {

// True if the reply stands in query.reply. Needs query.facts.
bool answer_locally(Query& query);

}  // namespace darban
