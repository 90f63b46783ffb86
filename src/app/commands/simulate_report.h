// SPDX-License-Identifier: Apache-2.0
// What `lists simulate` shows: for people, as Markdown, and as JSON. Pure; any thread.
#pragma once
#include <string>
#include <vector>

#include "app/commands/bench_input.h"
#include "update/blast_radius.h"

namespace darban {

struct Simulation {
  std::vector<std::string> profiles;
  std::vector<MustOpenSite> must_open;
  std::vector<std::vector<std::string>> sources;  // that close a must-open site, by its index; may be empty
  BlastRadius radius;
};

std::string simulate_report(const Simulation& simulation, BenchStyle style);

}  // namespace darban
