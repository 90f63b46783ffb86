// SPDX-License-Identifier: Apache-2.0
// Household + Image + settings -> Policy, or the first thing in the household that can not be: an unknown category, two people
// with one device, a time zone nobody knows. Pure but for reading the zone database.
#pragma once
#include <memory>
#include <vector>

#include "config/bypass_file.h"
#include "config/household.h"
#include "config/safe_search_file.h"
#include "config/settings.h"
#include "lists/image.h"
#include "lists/sealed.h"
#include "lists/unblock.h"
#include "policy/policy.h"

namespace darban {

// What stands beside the lists: names that maintainers opened for the time being, a licence holder's sealed list, and the tables
// of names in blocklists/. Where one of those is missing the program's own serves.
struct ListCompanions {
  std::vector<OpenedName> opened;
  std::shared_ptr<const SealedList> sealed;  // null: there is none
  std::shared_ptr<const SafeSearchFile> safe_search{};  // null: the program's own table
  std::shared_ptr<const BypassFile> bypass{};           // likewise
};

Result<std::shared_ptr<const Policy>, ConfigError> build_policy(const Household& household, const Settings& settings,
                                                                std::shared_ptr<const Image> image,
                                                                const ListCompanions& companions = {});

}  // namespace darban
