// SPDX-License-Identifier: Apache-2.0
// One service (an app or a company) as blocklists/services/NAME.yaml says it: its words and its hosts. Plain values. Text is the
// maintainer's own and public. Any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/result.h"
#include "config/categories.h"

namespace darban {

struct WrittenService {
  std::uint8_t id = 0;  // 128 to 255, unique over categories and services, never reused
  std::string key;      // "youtube"; the file is youtube.yaml, the category key service:youtube
  std::string name;
  std::string name_urdu;
  std::string group;  // the key of the category it belongs to: closing that closes the service
  CategoryRisk risk = CategoryRisk::none;
  std::string covers;
  std::string covers_urdu;  // empty: nobody has translated it
  std::string also_stops;  // side effects, one plain sentence; empty when there are none
  std::string also_stops_urdu;
  std::string never;
  std::vector<WrittenDomain> core;    // closed with the service, and everything below
  std::vector<WrittenDomain> shared;  // used by others too, so never closed with it
  std::string reviewed;               // YYYY-MM-DD
  std::string file;
  Place place;
  Place group_place;
};

// The key that images, household.yaml and the table of categories know it by.
std::string category_key(const WrittenService& service);

// The file must be named after its key.
Result<WrittenService, ConfigError> load_service(const std::string& path);
Result<WrittenService, ConfigError> parse_service(std::string_view text, const std::string& file_name);

// Every *.yaml of the folder, in the order of their names; none when the folder is missing. Ids and keys are unique.
Result<std::vector<WrittenService>, ConfigError> load_services(const std::string& folder);

}  // namespace darban
