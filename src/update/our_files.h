// SPDX-License-Identifier: Apache-2.0
// Everything of blocklists/ that an update needs, loaded. One thread.
#pragma once
#include <string>
#include <vector>

#include "base/result.h"
#include "config/catalogue.h"
#include "config/categories.h"
#include "config/curated.h"
#include "lists/category.h"
#include "update/shelter.h"

namespace darban {

struct OurFiles {
  std::vector<Category> categories;
  Catalogue catalogue;
  std::vector<OwnList> own;
  std::vector<ShelteredName> sheltered;
};

Result<OurFiles, ConfigError> load_our_files(const std::string& blocklists);
std::vector<Category> categories_from(const std::vector<WrittenCategory>& written);

}  // namespace darban
