// SPDX-License-Identifier: Apache-2.0
// The second half of an update: judges what was fetched, compiles everything that is believed together with our own lists, tries
// the result, and puts it in force. Without a network and without a question of anybody's; reads what strangers wrote, so it runs
// in a process of its own (app/commands/lists_compile_step.h). One thread.
#pragma once
#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "base/result.h"
#include "config/household.h"
#include "update/fetch_order.h"
#include "update/update_report.h"

namespace darban {

struct CompileOrder {
  std::string blocklists;                     // the folder of categories.yaml, catalogue.yaml, never-block.yaml and our own lists
  std::string state;                          // <state>, where the caches and generations are
  std::string image;                          // what the daemon watches
  std::vector<std::string> sources;           // ids of the catalogue to compile, in its order
  std::string top_sites;                      // a file with one site a line, the most visited first; empty: none
  std::size_t memory = std::size_t{2} << 20;  // of the compiler
  bool anyway = false;                        // take lists that shrank or grew: somebody looked at them
  bool reproducible = false;                  // no date in the image
  std::int64_t now = 0;                       // Unix seconds
};

// `fetched` are the results of the first half; sources without one were not asked. Tells how many sources are done, for progress.
// The error is a file of ours that can not be read; everything about fetched lists is in the report.
Result<UpdateReport, ConfigError> compile_update(const CompileOrder& order, const std::vector<FetchResult>& fetched,
                                                 const std::function<void(std::size_t done, std::size_t all)>& tell);

}  // namespace darban
