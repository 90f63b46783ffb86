// SPDX-License-Identifier: Apache-2.0
// An open name may lead to a closed one (CNAME cloaking) or into the house (rebinding). Judged for the asker on every use, fresh
// or cached.
#pragma once
#include "engine/answer.h"
#include "engine/query.h"

namespace darban {

// dishonest: a private address for a public name, or a chain no honest zone has.
enum class Finding : std::uint8_t { clean, closed_target, dishonest };

// `message` is the reply as written so far (header, question, records): names in it are read with compression. On closed_target
// the query's verdict says why.
Finding inspect(Query& query, const Answer& answer, Octets message, std::size_t records_at, const Policy& policy);

}  // namespace darban
