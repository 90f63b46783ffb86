// SPDX-License-Identifier: Apache-2.0
// A name with everything below it stands under `allow` or `block`, as a person would write it; what says more is one of `rules`.
#include "import/own_rules.h"

#include <algorithm>
#include <string>

#include "config/spelling.h"
#include "import/rule_line.h"
#include "lists/idn.h"
#include "policy/rule_text.h"

namespace darban {
namespace {

constexpr std::size_t kMostNames = 10000;  // of one owner and kind

void too_many(HouseMaker& maker, std::string_view written, const std::string& where) {
  maker.not_carried(where, quote(written), "a household file is for people: 10,000 names of its own are enough",
                    "make a list of them: darban lists build");
}

void add_rule(HouseMaker& maker, RuleShelf owner, const std::string& rule, std::string_view written, const std::string& where) {
  if (owner.rules.size() == kMostNames) return too_many(maker, written, where);
  const bool known =
      std::any_of(owner.rules.begin(), owner.rules.end(), [&](const WrittenRule& each) { return each.text == rule; });
  if (!known) owner.rules.push_back({rule, {}});
}

void add_name(HouseMaker& maker, RuleShelf owner, const RuleName& rule, std::string_view written, const std::string& where) {
  if (rule.scope == RuleName::Scope::exact || rule.important) {
    const std::string text = std::string(rule.allow ? "@@" : "") + (rule.scope == RuleName::Scope::exact ? "|" : "||") +
                             rule.name + "^" + (rule.important ? "$important" : "");
    if (read_rule(text)) return add_rule(maker, owner, text, written, where);
  }
  std::vector<WrittenDomain>& names = rule.allow ? owner.allow : owner.block;
  if (names.size() == kMostNames) return too_many(maker, written, where);
  HouseMaker::add(names, rule.name);
  if (rule.scope == RuleName::Scope::below)
    maker.nearly(where, quote(written), "it means what is below a name; here the name itself is with it");
}

// A rule with conditions, when darban's own rules can say all of it. Otherwise why not.
std::string add_conditions(HouseMaker& maker, RuleShelf owner, std::string_view line, const std::string& where) {
  const std::string_view pattern = line.starts_with("@@") ? line.substr(2) : line;
  if (!pattern.starts_with('|')) return "it is not about one name and what is below it";
  const auto rule = read_rule(line);
  if (!rule) return rule.error().sentence;
  for (const RuleClient& client : rule->clients) {
    if (!client.name.empty() && !maker.knows(client.name)) return "nobody in the household is called " + quote(client.name);
  }
  add_rule(maker, owner, std::string(line), line, where);
  return {};
}

}  // namespace

RuleShelf rules_of(Household& household) { return {household.allow, household.block, household.rules}; }
RuleShelf rules_of(WrittenProfile& profile) { return {profile.allow, profile.block, profile.rules}; }

void add_rule_line(HouseMaker& maker, RuleShelf owner, std::string_view line, const std::string& where) {
  const RuleLine read = read_rule_line(line);
  for (const RuleName& name : read.names) add_name(maker, owner, name, line, where);
  if (read.why.empty()) return;
  const std::string why = add_conditions(maker, owner, line, where);
  if (!why.empty()) maker.not_carried(where, "rule " + quote(line), "as a rule of the family it can not be said: " + why);
}

void add_rule_name(HouseMaker& maker, RuleShelf owner, bool allow, std::string_view name, MeantAlone alone,
                   const std::string& where) {
  const auto text = a_labels_of(name);
  if (!text || text->empty()) return maker.not_carried(where, quote(name), "it is no domain name");
  const auto scope = alone == MeantAlone::yes ? RuleName::Scope::exact : RuleName::Scope::subtree;
  add_name(maker, owner, {scope, allow, false, *text}, name, where);
}

}  // namespace darban
