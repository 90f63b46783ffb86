// SPDX-License-Identifier: Apache-2.0
// What Prometheus may read of darban at /metrics: the program's health, and the household's sums as `darban status` has them, in
// whole-hour steps (app/hourly_counts.h). Nothing of a person, a device, a list's topic or a finer time: a household of one is a
// person, and a series is kept for years by somebody else. So what moves with what the family does stands still within an hour,
// memory too; only faults of the program are live. Where status names things (addresses, problems, people), this has their number
// or nothing. Pure.
#pragma once
#include <string>

#include "app/status_report.h"

namespace darban {
std::string metrics_text(const StatusFacts& facts);
}  // namespace darban
