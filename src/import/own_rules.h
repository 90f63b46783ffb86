// SPDX-License-Identifier: Apache-2.0
// Where an imported rule goes in a household: the one place that knows what the household file can say. One thread.
#pragma once
#include <string>
#include <string_view>

#include "import/house_maker.h"

namespace darban {

// Whose rules they become: everybody's, or one profile's.
struct RuleShelf {
  std::vector<WrittenDomain>& allow;
  std::vector<WrittenDomain>& block;
  std::vector<WrittenRule>& rules;
};
RuleShelf rules_of(Household& household);
RuleShelf rules_of(WrittenProfile& profile);

// One line as an ad blocker writes it. What can not be said here becomes a finding. People must be there before rules that name
// them.
void add_rule_line(HouseMaker& maker, RuleShelf owner, std::string_view line, const std::string& where);

// One name; meant alone it becomes a rule, because under 'allow' and 'block' a name is also everything below it.
enum class MeantAlone : bool { no, yes };
void add_rule_name(HouseMaker& maker, RuleShelf owner, bool allow, std::string_view name, MeantAlone alone,
                   const std::string& where);

}  // namespace darban
