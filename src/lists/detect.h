// SPDX-License-Identifier: Apache-2.0
// What a file is when nobody says: nothing a list could be (a web page, JSON, an archive, other octets), or lines of one syntax
// or another. detect_format itself stands in format.h. Pure; any thread.
#pragma once
#include <string_view>

#include "base/result.h"

namespace darban {

// Fails with not_a_list when the file's first octets already say so. An empty file passes: it is for the reader to say that it
// holds nothing.
Result<void> check_it_may_be_a_list(std::string_view whole_file);

}  // namespace darban
