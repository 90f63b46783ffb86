// SPDX-License-Identifier: Apache-2.0
// The tables of names in the blocklists folder that the rules stand on beside the lists: safe-search.yaml and bypass.yaml. Read
// at every (re)load. One that is broken keeps the last good one in force; one that was never there leaves the program's own in
// its place (policy/safe_search.h, policy/bypass_signals.h): nobody gets an unsafe address for want of a file. Any thread;
// nothing is kept.
#pragma once
#include <memory>
#include <string>
#include <vector>

#include "config/bypass_file.h"
#include "config/household.h"
#include "config/safe_search_file.h"

namespace darban {

struct NameTables {
  // Null: the program's own.
  std::shared_ptr<const SafeSearchFile> safe_search;
  std::shared_ptr<const BypassFile> bypass;
  std::vector<ConfigError> problems;  // files that are not what is in force
  std::vector<ConfigError> notes;     // files that were never there

  static NameTables first(const std::string& folder) { return NameTables{}.read_again(folder); }
  NameTables read_again(const std::string& folder) const;
  static std::vector<std::string> files_in(const std::string& folder);
};

}  // namespace darban
