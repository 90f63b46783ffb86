// SPDX-License-Identifier: Apache-2.0
// An explanation as a person reads it, as JSON, and as one line of a batch. The name and everything else in it is what the
// operator typed, or wrote into the household file.
#pragma once
#include <string>
#include <string_view>

#include "base/zone.h"
#include "policy/explain.h"

namespace darban {

std::string explain_text(std::string_view name, const Explanation& found, const Now& when, const Zone& zone);
std::string explain_json(std::string_view name, const Explanation& found, const Now& when, const Zone& zone);
// Columns with tabs between: outcome, step, its words, group, form, seconds it holds or "-", rule.
std::string explain_row(const Explanation& found, const Now& when);

}  // namespace darban
