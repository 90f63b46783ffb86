// SPDX-License-Identifier: Apache-2.0
// Reads a small text file whole: /etc/resolv.conf and files below /proc, which have no size and can not be mapped.
#pragma once
#include <cstddef>
#include <string>

#include "base/result.h"

namespace darban {

// At most `limit` octets, then Errc::too_large. error.at is 0.
Result<std::string> read_small_file(const std::string& path, std::size_t limit = std::size_t{1} << 20);

}  // namespace darban
