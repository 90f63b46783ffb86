// SPDX-License-Identifier: Apache-2.0
// The closed answer, in the form the profile wants (decisions.md 3).
#pragma once
#include "engine/query.h"

namespace darban {

// Writes the reply for query.verdict. `now` bounds its TTL by the verdict's end.
void refuse(Query& query, const Policy& policy, const Now& now);
// An answer that led into the house or in circles: nothing there.
void refuse_dishonest_answer(Query& query);

}  // namespace darban
