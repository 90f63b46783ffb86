// SPDX-License-Identifier: Apache-2.0
// What a name costs when it is wrong: how many people go there every day. A service's hosts are meant to be popular, so only
// names written by hand and those of bypass.yaml are held against the sites most visited.
#include <algorithm>

#include "config/spelling.h"
#include "update/lint_checks.h"

namespace darban {
namespace {

// Sources stand in the last parentheses of the reason, with a semicolon between: "... (cnn.com; example.org/about)."
std::size_t sources_in(std::string_view reason) {
  const auto open = reason.rfind('(');
  if (open == std::string_view::npos) return 0;
  const std::string_view inside = reason.substr(open + 1, reason.find(')', open) - open - 1);
  return static_cast<std::size_t>(std::count(inside.begin(), inside.end(), ';')) + 1;
}

// Learning and libraries are lists of what stays open; popular is what they should be. The bypass level closes what no band does.
bool closed_by_nobody(const OwnFolder& folder, std::string_view key) {
  const auto found = std::find_if(folder.categories.begin(), folder.categories.end(),
                                  [&](const WrittenCategory& category) { return category.key == key; });
  return found != folder.categories.end() && found->risk != CategoryRisk::bypass &&
         found->bands == std::string(kBandLetters, '-');
}

}  // namespace

void check_top_sites(LintSubject& subject) {
  for (const ClosedName& name : subject.names()) {
    if (name.said == ClosedName::Said::by_service || closed_by_nobody(subject.folder(), name.category)) continue;
    const auto rank = subject.order().top_sites.rank_of(name.name);
    if (!rank) continue;
    const std::string what =
        said(name) + " in " + quote(name.category) + " is number " + std::to_string(*rank) + " of the top sites";
    if (*rank <= kPopularRank && name.entry != nullptr && sources_in(name.entry->reason) < 2)
      subject.find(LintRule::one_source, name, what + ", and its reason names one source at most",
                   "name two that do not depend on each other, with a semicolon between: (one; two)");
    else
      subject.find(LintRule::top_site, name, what, "be sure that it does one thing only");
  }
}

}  // namespace darban
