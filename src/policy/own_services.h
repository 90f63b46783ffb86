// SPDX-License-Identifier: Apache-2.0
// The family's own services: names that are opened and closed together, under a key like those of the lists. Their ids are such
// that the image at hand does not use; the image's table is not touched. Immutable once made; any thread may read.
#pragma once
#include <cstdint>
#include <string>
#include <vector>

#include "lists/category.h"
#include "policy/special_names.h"

namespace darban {

struct OwnService {
  CategoryId id{};
  std::string key;  // "service:football-club"
  std::string title;
};

class OwnServices {
 public:
  bool empty() const { return services_.empty(); }
  const std::vector<OwnService>& all() const { return services_; }
  const CategorySet& ids() const { return ids_; }
  // The services of a name whose longest suffix with rules has that number, not 0.
  CategorySet of(const SpecialNames& names, std::uint32_t rules) const {
    CategorySet found;
    for (; rules != 0; rules = names.wider(rules)) found |= by_number_[rules];
    return found;
  }

 private:
  friend class OwnServicesBuilder;
  std::vector<OwnService> services_;
  CategorySet ids_;
  std::vector<CategorySet> by_number_;  // of the name; empty without services
};

}  // namespace darban
