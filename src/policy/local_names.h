// SPDX-License-Identifier: Apache-2.0
// The names darban answers itself and never sends out. Each row has its RFC. Everything below a local name is local too.
#pragma once
#include "policy/special_names.h"

namespace darban {

void add_local_names(SpecialNamesBuilder& names);

}  // namespace darban
