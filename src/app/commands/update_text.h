// SPDX-License-Identifier: Apache-2.0
// What an update did, in words for the person at the box: `darban lists update` says it at the end, `darban lists status` days
// later. Ids, titles and canaries are the maintainers' words; of a list's content only numbers are said. Pure.
#pragma once
#include <cstdint>
#include <string>

#include "update/update_report.h"

namespace darban {

// One line: "1,234,567 names of 42 lists are in force (9.2 MB)."
std::string update_summary(const UpdateReport& report);
// A line for each list that needs somebody's eye, and for each name that lists wanted to close and could not.
std::string update_troubles(const UpdateReport& report);
// Every list: how many names, how old, what is wrong.
std::string update_table(const UpdateReport& report, std::int64_t now);
// `in_force`: the generation that is, which after going back is not the report's.
std::string update_json(const UpdateReport& report, std::uint64_t in_force, bool held);

}  // namespace darban
