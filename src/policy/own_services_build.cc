// SPDX-License-Identifier: Apache-2.0

#include <optional>

#include "config/spelling.h"
#include "policy/own_rules_build.h"

namespace darban {
namespace {

constexpr std::string_view kServicePrefix = "service:";

// Ids from 255 down: the lists' own services begin at 128, and each new one of theirs takes the next.
class FreeIds {
 public:
  explicit FreeIds(const Image& image) {
    for (const Category& category : image.categories()) taken_.add(category.id);
  }
  std::optional<CategoryId> next() {
    for (; left_ > 0; --left_) {
      const auto id = static_cast<CategoryId>(left_);
      if (taken_.has(id)) continue;
      taken_.add(id);
      return id;
    }
    return std::nullopt;
  }

 private:
  CategorySet taken_;
  int left_ = 255;
};

}  // namespace

OwnServicesBuilder::OwnServicesBuilder(const std::vector<WrittenOwnService>& written, const Image& image,
                                       const BuildHooks& hooks) {
  FreeIds ids(image);
  const CategoryKeys keys(image.categories());
  for (const WrittenOwnService& each : written) {
    const std::string key = std::string(kServicePrefix) + each.key;
    if (keys.id_of(key) || keys.id_of(each.key))
      hooks.refuse(each.place, "the lists have " + quote(each.key) + " already; give your service another key");
    const auto id = ids.next();
    if (!id) {
      hooks.refuse(each.place,
                   "no more than 255 categories and services fit, and the lists and the services before this one take them all");
      return;
    }
    services_.services_.push_back({*id, key, each.title.empty() ? each.key : each.title});
    services_.ids_.add(*id);
  }
}

void OwnServicesBuilder::give_keys(CategoryKeys& keys) const {
  for (const OwnService& service : services_.services_) keys.add(service.key, service.id);
}

void OwnServicesBuilder::add_name(std::size_t service, const Name& name, SpecialNamesBuilder& names) {
  names.add_rule(name, SpecialNames::kEverybody, RuleKind::elsewhere);
  names_.push_back({service, name});
}

OwnServices OwnServicesBuilder::build(const SpecialNames& names, HashSeed seed) {
  if (!names_.empty()) services_.by_number_.resize(names.numbers());
  SuffixHashes hashes;
  for (const Hung& each : names_) {
    each.name.hash_suffixes(seed, hashes);
    services_.by_number_[names.facts_of(hashes).rules].add(services_.services_[each.service].id);
  }
  return std::move(services_);
}

}  // namespace darban
