// SPDX-License-Identifier: Apache-2.0
// What `darban import` says: as Markdown for people, and as JSON. Text is out of the operator's own file. Pure; any thread.
#pragma once
#include <string>
#include <vector>

#include "config/household.h"
#include "import/imported.h"

namespace darban {

struct ImportReport {
  const Imported& imported;
  std::string output;  // where the household is, or would be
  bool written = false;
  bool catalogue = false;          // there was one
  std::vector<ConfigError> notes;  // what `darban check` says of the household
};

std::string import_markdown(const ImportReport& report);
std::string import_json(const ImportReport& report);
// One or two lines for the end.
std::string import_summary(const ImportReport& report);
// For the top of the household file.
std::vector<std::string> import_comment(const Imported& imported);

}  // namespace darban
