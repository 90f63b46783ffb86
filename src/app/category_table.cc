// SPDX-License-Identifier: Apache-2.0
#include "app/category_table.h"

#include <algorithm>
#include <filesystem>
#include <system_error>

#include "base/log.h"
#include "config/yaml.h"

namespace darban {
namespace {

std::string table_in(const std::string& folder) { return folder + "/categories.yaml"; }

std::vector<FileStamp> stamps_in(const std::string& folder) {
  std::vector<FileStamp> stamps{stamp_of(table_in(folder))};
  std::vector<std::string> services;
  std::error_code problem;
  std::filesystem::directory_iterator at(folder + "/services", problem);
  for (const std::filesystem::directory_iterator end; !problem && at != end; at.increment(problem))
    services.push_back(at->path().string());
  std::sort(services.begin(), services.end());
  for (const std::string& path : services) stamps.push_back(stamp_of(path));
  return stamps;
}

}  // namespace

std::shared_ptr<const CategoryWords> CategoryTable::of(const std::string& blocklists, MonoTime now) {
  if (folder_ == blocklists && now < next_look_) return table_;
  next_look_ = now + kLook;
  std::vector<FileStamp> stamps = stamps_in(blocklists);
  if (folder_ == blocklists && stamps == stamps_) return table_;
  folder_ = blocklists;
  stamps_ = std::move(stamps);
  auto read = load_category_words(table_in(blocklists));
  if (read)
    table_ = std::make_shared<const CategoryWords>(std::move(*read));
  else
    log::warn("the page has no new words for categories: {}", text_of(read.error()));
  return table_;
}

}  // namespace darban
