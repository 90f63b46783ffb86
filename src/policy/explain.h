// SPDX-License-Identifier: Apache-2.0
// `darban explain`: the verdict on a name an adult typed, and the words behind it. The name itself is not in the words: who asked
// knows it.
#pragma once
#include "dns/name.h"
#include "policy/build.h"

namespace darban {

Explanation explain(const Policy& policy, const Asker& asker, const Now& now, const Name& name);

}  // namespace darban
