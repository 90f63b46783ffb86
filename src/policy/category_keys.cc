// SPDX-License-Identifier: Apache-2.0
#include "policy/category_keys.h"

#include <algorithm>
#include <vector>

#include "config/spelling.h"

namespace darban {
namespace {
constexpr std::string_view kService = "service:";
}

CategoryKeys::CategoryKeys(std::span<const Category> categories) {
  for (const Category& category : categories) ids_.emplace(category.key, category.id);
}

std::optional<CategoryId> CategoryKeys::id_of(std::string_view key) const {
  if (const auto found = ids_.find(key); found != ids_.end()) return found->second;
  if (const auto found = ids_.find(std::string(kService) + std::string(key)); found != ids_.end()) return found->second;
  return std::nullopt;
}

std::string_view CategoryKeys::key_of(CategoryId id) const {
  const auto found = std::find_if(ids_.begin(), ids_.end(), [&](const auto& each) { return each.second == id; });
  return found == ids_.end() ? std::string_view() : found->first;
}

std::string_view CategoryKeys::nearest_to(std::string_view key) const {
  std::vector<std::string_view> known;
  for (const auto& [each, id] : ids_) {
    known.push_back(each);
    if (each.starts_with(kService)) known.push_back(each.substr(kService.size()));
  }
  std::sort(known.begin(), known.end());  // the same answer every time
  return nearest(key, known);
}

}  // namespace darban
