// SPDX-License-Identifier: Apache-2.0
// Step 8, in the engine: a search host is answered with its provider's safe name and that name's own answer (policy/safe_search.h
// says which and for which types). The safe name is asked, joined and cached as itself, so everybody shares it; only the reply is
// of the client's own question. Whatever DO and CD say: a bit would be a way round otherwise.
#pragma once
#include <cstdint>

#include "engine/answer.h"
#include "engine/query.h"
#include "policy/safe_search.h"

namespace darban {

inline constexpr std::uint32_t kLongestSafe = 300;  // seconds: how long a device may keep any of it
inline constexpr std::uint32_t kLedTtl = 60;        // of the CNAME: an adult may change the level

// Turns the question to the safe name. True if nobody needs to be asked: the reply stands in query.reply.
bool lead(Query& query, const SafeName& safe, const Now& now);

// When the safe name does not resolve: the addresses its file has for that. False: there are none, and the query fails.
bool tell_fallback(Query& query, const SafeName& safe, const Now& now);

}  // namespace darban
