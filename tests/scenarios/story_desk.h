// SPDX-License-Identifier: Apache-2.0
// Grants in a story: the rules of giving as the daemon has them (policy/grant_rules.h), with the rows kept in memory instead of
// on the disk. One thread.
#pragma once
#include <string>
#include <vector>

#include "policy/grant_rules.h"
#include "policy/policy.h"

namespace darban {

class StoryDesk {
 public:
  // Whether it was given.
  bool give(const Policy& policy, const Now& now, const GrantWish& wish);
  // Takes back whatever was given to exactly this one; false: there is nothing.
  bool take_back(const Policy& policy, const Now& now, const std::string& from);
  std::vector<Grant> in_force() const;

 private:
  void end_what_is_over(const Now& now);
  std::vector<GivenGrant> all_;
};

}  // namespace darban
