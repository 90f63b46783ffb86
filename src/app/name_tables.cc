// SPDX-License-Identifier: Apache-2.0
#include "app/name_tables.h"

#include "app/file_watch.h"

namespace darban {
namespace {

std::string safe_search_in(const std::string& folder) { return folder + "/safe-search.yaml"; }
std::string bypass_in(const std::string& folder) { return folder + "/bypass.yaml"; }

// The file's table, or the one that was in force, with a sentence for the operator.
template <typename Table, typename Load>
void read_one(const std::string& path, Load load, std::shared_ptr<const Table>& table, NameTables& into) {
  const std::string instead = table ? "what it said last serves on" : "the table inside the program serves in its place";
  if (stamp_of(path) == FileStamp{}) {
    const bool was_there = table != nullptr;
    (was_there ? into.problems : into.notes).push_back({path, {}, "there is no such file; " + instead});
    return;
  }
  auto read = load(path);
  if (read) {
    table = std::make_shared<const Table>(std::move(*read));
    return;
  }
  ConfigError problem = read.error();
  problem.what += "; until that is mended " + instead;
  into.problems.push_back(std::move(problem));
}

}  // namespace

NameTables NameTables::read_again(const std::string& folder) const {
  NameTables now{safe_search, bypass, {}, {}};
  read_one(safe_search_in(folder), load_safe_search, now.safe_search, now);
  read_one(bypass_in(folder), load_bypass, now.bypass, now);
  return now;
}

std::vector<std::string> NameTables::files_in(const std::string& folder) { return {safe_search_in(folder), bypass_in(folder)}; }

}  // namespace darban
