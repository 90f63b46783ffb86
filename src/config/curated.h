// SPDX-License-Identifier: Apache-2.0
// The project's own lists: curated/*.tsv, and the names that services/*.yaml and bypass.yaml hold. Small, hand-written, read
// whole. Plain values; the compiler is fed from them. Text is the maintainer's own and public. Any thread.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/household.h"

namespace darban {

// One line of curated/CATEGORY.tsv: domain, category, added, review_by, reason, a tab between each.
struct CuratedEntry {
  std::string name;  // and everything below it
  std::string category;
  std::string added;      // YYYY-MM-DD
  std::string review_by;  // not before `added`; afterwards the entry is not believed any more
  std::string reason;     // one sentence with a public source
  Place place;
};

struct CuratedList {
  std::string file;
  std::string category;  // the file's name without .tsv, and the category of every line
  std::vector<CuratedEntry> entries;
};

Result<CuratedList, ConfigError> load_curated(const std::string& path);
Result<CuratedList, ConfigError> parse_curated(std::string_view text, const std::string& file_name);

struct OwnName {
  std::string name;
  bool exact = false;  // the name alone, not everything below it
  int line = 0;
};

// What one file of ours says about one category. A service's core hosts stand in two lists: the service's and its group's.
struct OwnList {
  std::string key;     // of the category or service
  std::string path;    // the file
  std::string format;  // "curated", which is a list format too (lists/format.h); "service" or "bypass", which are YAML
  std::vector<OwnName> names;
};

// Whether a source of this format is one of ours. What they close is on purpose.
bool is_own_format(std::string_view format);

// Whether `folder` is laid out like blocklists/: a categories.yaml with curated/ or services/ beside it.
bool holds_own_lists(const std::string& folder);

// Everything that curated/, services/ and bypass.yaml in `folder` say, in the order of categories.yaml's keys and then of paths.
// Categories must be in categories.yaml.
Result<std::vector<OwnList>, ConfigError> own_lists(const std::string& folder);
// The same for one file and one key: to say which line of it spoke about a name.
Result<OwnList, ConfigError> own_list(const std::string& path, const std::string& key);

}  // namespace darban
