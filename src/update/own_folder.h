// SPDX-License-Identifier: Apache-2.0
// A blocklists/ folder as a whole: every file that could be read, and every refusal of those that could not. For people who check
// a change before it goes out, so it goes on where the compiler would stop. Text is the maintainers' own and public. Plain
// values; any thread.
#pragma once
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "config/bypass_file.h"
#include "config/catalogue.h"
#include "config/categories.h"
#include "config/curated.h"
#include "config/never_block_file.h"
#include "config/safe_search_file.h"
#include "config/service.h"

namespace darban {

// The comment that a maintainer leaves where a name stood: "# removed NAME: why". It tells readers, and `darban lists diff`.
struct Removal {
  std::string name;
  std::string why;
  std::string file;
  Place place;
};

struct OwnFolder {
  std::string path;
  std::vector<WrittenCategory> categories;  // of categories.yaml: topics, not services
  std::vector<WrittenService> services;     // in the order of their files
  std::vector<CuratedList> curated;         // likewise
  std::optional<Catalogue> catalogue;       // absent: there is no such file, or it was refused
  std::optional<NeverBlockFile> never_block;
  std::optional<SafeSearchFile> safe_search;
  std::optional<BypassFile> bypass;
  std::vector<Removal> removals;
  std::vector<ConfigError> errors;
  std::size_t files = 0;
};

inline constexpr std::size_t kMostErrorsOfAFile = 100;

// Of a curated list every wrong line is reported, up to kMostErrorsOfAFile; of a YAML file the first.
OwnFolder read_own_folder(const std::string& path);

// A file in the folder: "catalogue.yaml".
std::string path_in(const OwnFolder& folder, std::string_view name);

// The comments of that form in a file of any kind.
std::vector<Removal> removals_in(std::string_view text, const std::string& file);

// One name that our own data closes in one category.
struct ClosedName {
  enum class Said : std::uint8_t { by_hand, by_service, by_bypass };
  std::string name;
  bool subtree = true;
  std::string category;  // key: a topic, or service:...
  Said said = Said::by_hand;
  std::string file;
  Place place;
  const CuratedEntry* entry = nullptr;  // by_hand: its line; lives as long as the folder
};

// All of them; a service's core hosts once, with the service as their category.
std::vector<ClosedName> closed_names_of(const OwnFolder& folder);

bool is_at_or_under(std::string_view name, std::string_view above);

}  // namespace darban
