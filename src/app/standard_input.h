// SPDX-License-Identifier: Apache-2.0
// What a person or a script gives a command through standard input. Blocks until its end.
#pragma once
#include <cstddef>
#include <string>

#include "base/result.h"

namespace darban {

// All of it; more than `limit` octets are Errc::too_large. error.at is 0.
Result<std::string> read_standard_input(std::size_t limit = std::size_t{64} << 20);

}  // namespace darban
