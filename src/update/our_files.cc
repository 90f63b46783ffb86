// SPDX-License-Identifier: Apache-2.0
#include "update/our_files.h"

#include "base/heap.h"
#include "config/yaml.h"

namespace darban {

std::vector<Category> categories_from(const std::vector<WrittenCategory>& written) {
  std::vector<Category> categories;
  for (const WrittenCategory& each : written)
    categories.push_back({CategoryId{each.id}, each.key, static_cast<Risk>(each.risk), each.judged_in_targets});
  return categories;
}

Result<OurFiles, ConfigError> load_our_files(const std::string& blocklists) {
  OurFiles files;
  {
    const auto categories = load_categories(blocklists + "/categories.yaml");
    if (!categories) return categories.error();
    files.categories = categories_from(*categories);
  }
  auto catalogue = load_catalogue(blocklists + "/catalogue.yaml");
  if (!catalogue) return catalogue.error();
  files.catalogue = std::move(catalogue).value();
  auto own = own_lists(blocklists);
  if (!own) return own.error();
  files.own = std::move(own).value();
  const auto never_block = load_never_block(blocklists + "/never-block.yaml");
  if (!never_block) return never_block.error();
  files.sheltered = sheltered_names(*never_block);
  return_free_memory();  // the trees of these files are large, and what follows has a budget
  return files;
}

}  // namespace darban
