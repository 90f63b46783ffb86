// SPDX-License-Identifier: Apache-2.0
// Files to structs. Every function is total: any octets give a value or one ConfigError that says where, what is wrong and what
// would be right. Not YAML here, on purpose: anchors and aliases, tags, several documents, duplicate keys, more than 1 MiB, 20
// levels or 100,000 values. `path` and `file_name` are what the operator typed; they appear in errors. Relative paths inside a
// file are relative to that file's folder. Any thread; nothing is kept.
#pragma once
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/categories.h"
#include "config/household.h"
#include "config/settings.h"

namespace darban {

// darban.yaml. What is not written has its default; an empty file is all defaults.
Result<Settings, ConfigError> load_settings(const std::string& path);
Result<Settings, ConfigError> parse_settings(std::string_view text, const std::string& file_name);

// household.yaml. An empty file is refused: it is more likely a lost one than a family without rules.
Result<Household, ConfigError> load_household(const std::string& path);
Result<Household, ConfigError> parse_household(std::string_view text, const std::string& file_name);

// categories.yaml, and with load_categories the services/*.yaml beside it: ids and keys are unique over both, and a service's
// group is one of the categories.
Result<std::vector<WrittenCategory>, ConfigError> load_categories(const std::string& path);
Result<std::vector<WrittenCategory>, ConfigError> parse_categories(std::string_view text, const std::string& file_name);

// The same with the words for age bands: all that is shown of what can be closed for whom.
Result<CategoryWords, ConfigError> load_category_words(const std::string& path);
Result<CategoryWords, ConfigError> parse_category_words(std::string_view text, const std::string& file_name);

// A manifest file, or a folder: FOLDER/<category>/*.txt and FOLDER/services/<name>/*.txt (for the key service:<name>). Those
// files are not opened. A folder laid out like blocklists/ (holds_own_lists, curated.h) has its own lists as well.
Result<ListManifest, ConfigError> load_list_manifest(const std::string& path);
Result<ListManifest, ConfigError> parse_list_manifest(std::string_view text, const std::string& file_name);

}  // namespace darban
