// SPDX-License-Identifier: Apache-2.0
// The names darban answers itself and never sends out, and the canaries: names clients ask to learn whether a network filters.
// Each row has its RFC or its vendor's page. Everything below a local name is local too.
#pragma once
#include "policy/special_names.h"

namespace darban {

void add_local_names(SpecialNamesBuilder& names);
void add_canaries(SpecialNamesBuilder& names);

}  // namespace darban
