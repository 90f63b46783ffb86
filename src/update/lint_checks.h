// SPDX-License-Identifier: Apache-2.0
// The checks of lint.h, a file each; only lint.cc calls them.
#pragma once
#include <string>
#include <utility>
#include <vector>

#include "update/lint.h"
#include "update/own_folder.h"

namespace darban {

// The folder under test, and where findings go. References must outlive it.
class LintSubject {
 public:
  LintSubject(const OwnFolder& folder, const LintOrder& order)
      : folder_(folder), order_(order), names_(closed_names_of(folder)) {}

  const OwnFolder& folder() const { return folder_; }
  const LintOrder& order() const { return order_; }
  const std::vector<ClosedName>& names() const { return names_; }
  std::vector<LintFinding> take() { return std::move(findings_); }

  void find(LintRule rule, const std::string& file, Place place, std::string sentence, std::string remedy) {
    findings_.push_back({rule, file, place, std::move(sentence), std::move(remedy)});
  }
  void find(LintRule rule, const ClosedName& name, std::string sentence, std::string remedy) {
    find(rule, name.file, name.place, std::move(sentence), std::move(remedy));
  }

 private:
  const OwnFolder& folder_;
  const LintOrder& order_;
  std::vector<ClosedName> names_;
  std::vector<LintFinding> findings_;
};

// The name in quotes, or words for it where names stay unsaid.
std::string said(const ClosedName& name);

void check_names(LintSubject& subject);       // lint_names.cc: IDN, public suffixes, names that must stay open, canaries
void check_repetition(LintSubject& subject);  // lint_repetition.cc
void check_tables(LintSubject& subject);      // lint_tables.cc: ids, groups, services, sources
void check_dates(LintSubject& subject);       // lint_dates.cc
void check_top_sites(LintSubject& subject);   // lint_top_sites.cc

}  // namespace darban
