// SPDX-License-Identifier: Apache-2.0
// Sites that must stay open whatever a list says about them: health, sex education, helplines, rights, learning
// (tests/fixtures/must-open). A folder of *.tsv files: domain, why, source, a tab between each; `#` comments. Text is public.
// Plain values; any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/household.h"

namespace darban {

struct MustOpenSite {
  std::string name;
  std::string why;
  std::string source;
  std::string file;
  Place place;
};

Result<std::vector<MustOpenSite>, ConfigError> parse_must_open(std::string_view text, const std::string& file_name);
// Every *.tsv of the folder, in the order of their names. Refuses a folder without any.
Result<std::vector<MustOpenSite>, ConfigError> load_must_open(const std::string& folder);

}  // namespace darban
