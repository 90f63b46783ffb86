// SPDX-License-Identifier: Apache-2.0
// The image's table of categories, by key: what an adult writes becomes an id, or a word they may have meant. Any thread.
#pragma once
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <unordered_map>

#include "lists/category.h"

namespace darban {

class CategoryKeys {
 public:
  explicit CategoryKeys(std::span<const Category> categories);  // must outlive this
  void add(std::string_view key, CategoryId id) { ids_.emplace(key, id); }  // a service of the family's; the key must outlive this

  // "gambling", "service:youtube", or "youtube" where no category has that key.
  std::optional<CategoryId> id_of(std::string_view key) const;
  std::string_view key_of(CategoryId id) const;  // the whole key; empty: there is none
  std::string_view nearest_to(std::string_view key) const;  // empty: nothing alike
  bool empty() const { return ids_.empty(); }

 private:
  std::unordered_map<std::string_view, CategoryId> ids_;
};

}  // namespace darban
