// SPDX-License-Identifier: Apache-2.0
// Which words are a licence: an identifier of the SPDX list (spdx.org/licenses, those that lists and data are published under),
// or several joined by AND and OR, perhaps with a remark after a comma ("MIT, with the licences of its parts"). A licence without
// an identifier is named in words that end in ", see its page". Pure; any thread.
#pragma once
#include <string_view>

namespace darban {

bool is_known_licence(std::string_view licence);

}  // namespace darban
