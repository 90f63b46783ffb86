// SPDX-License-Identifier: Apache-2.0
// The part of list_diff.h that is not about closed names: categories, services, sources, names that stay open, helplines, safe
// search, ways round. Only list_diff.cc calls it.
#pragma once
#include <vector>

#include "update/list_diff.h"

namespace darban {

std::vector<TableChange> table_diff_of(const OwnFolder& before, const OwnFolder& after);

}  // namespace darban
