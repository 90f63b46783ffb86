// SPDX-License-Identifier: Apache-2.0
#include "import/own_rules.h"

#include "config/spelling.h"
#include "import/rule_line.h"
#include "lists/idn.h"

namespace darban {
namespace {

constexpr std::size_t kMostNames = 10000;  // of one owner and kind

void add_name(HouseMaker& maker, RuleOwner owner, const RuleName& rule, std::string_view written, const std::string& where) {
  std::vector<WrittenDomain>& names = rule.allow ? owner.allow : owner.block;
  if (names.size() == kMostNames)
    return maker.not_carried(where, quote(written), "a household file is for people: 10,000 names of its own are enough",
                             "make a list of them: darban lists build");
  HouseMaker::add(names, rule.name);
  if (rule.scope == RuleName::Scope::exact)
    maker.nearly(where, quote(written), "it means one name alone; here a name is also everything below it");
  if (rule.scope == RuleName::Scope::below)
    maker.nearly(where, quote(written), "it means what is below a name; here the name itself is with it");
  if (rule.important)
    maker.nearly(where, quote(written),
                 "it goes before other rules ($important); here the longer name does, and opening before closing");
}

}  // namespace

RuleOwner rules_of(Household& household) { return {household.allow, household.block}; }
RuleOwner rules_of(WrittenProfile& profile) { return {profile.allow, profile.block}; }

void add_rule_line(HouseMaker& maker, RuleOwner owner, std::string_view line, const std::string& where) {
  const RuleLine read = read_rule_line(line);
  if (!read.why.empty())
    return maker.not_carried(where, "rule " + quote(line), "as a rule for names it can not be read: " + read.why);
  for (const RuleName& name : read.names) add_name(maker, owner, name, line, where);
}

void add_rule_name(HouseMaker& maker, RuleOwner owner, bool allow, std::string_view name, MeantAlone alone,
                   const std::string& where) {
  const auto text = a_labels_of(name);
  if (!text || text->empty()) return maker.not_carried(where, quote(name), "it is no domain name");
  const auto scope = alone == MeantAlone::yes ? RuleName::Scope::exact : RuleName::Scope::subtree;
  add_name(maker, owner, {scope, allow, false, *text}, name, where);
}

}  // namespace darban
