// SPDX-License-Identifier: Apache-2.0
// Which lists of another system the catalogue knows. Pure; any thread.
#pragma once
#include <string>
#include <string_view>

#include "import/imported.h"

namespace darban {

// The list, filled in from the catalogue when that has one of the same address, or a mirror or another format of it.
FoundList known_list(FoundList list, const Catalogue* catalogue);

}  // namespace darban
