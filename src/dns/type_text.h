// SPDX-License-Identifier: Apache-2.0
// Record types as people write them: "A", "https", "TYPE65" (RFC 3597 section 5). Any thread.
#pragma once
#include <optional>
#include <string_view>

#include "dns/registry.h"

namespace darban {

// Nothing for a word that is no type of data: pseudo-types (RFC 6895 section 3.1) and ANY are none.
std::optional<RrType> type_from_text(std::string_view text);

}  // namespace darban
