// SPDX-License-Identifier: Apache-2.0
#include "update/lint.h"

#include <algorithm>
#include <tuple>

#include "config/spelling.h"
#include "update/lint_checks.h"

namespace darban {
namespace {

// The loaders say what is wrong and what would be right in one sentence, with a semicolon between.
LintFinding finding_of(const ConfigError& error) {
  const auto cut = error.what.rfind("; ");
  if (cut == std::string::npos) return {LintRule::schema, error.file, error.place, error.what, {}};
  return {LintRule::schema, error.file, error.place, error.what.substr(0, cut), error.what.substr(cut + 2)};
}

auto order_of(const LintFinding& finding) {
  return std::tie(finding.file, finding.place.line, finding.place.column, finding.rule, finding.sentence);
}

}  // namespace

std::string said(const ClosedName& name) { return names_stay_unsaid(name.category) ? "this name" : quote(name.name); }

std::size_t LintReport::errors() const {
  return static_cast<std::size_t>(std::count_if(
      findings.begin(), findings.end(), [](const LintFinding& finding) { return severity_of(finding.rule) == Severity::error; }));
}

LintReport lint(const LintOrder& order) {
  const OwnFolder folder = read_own_folder(order.folder);
  LintSubject subject(folder, order);
  check_names(subject);
  check_repetition(subject);
  check_tables(subject);
  check_dates(subject);
  check_top_sites(subject);
  LintReport report{subject.take(), folder.files, subject.names().size()};
  for (const ConfigError& error : folder.errors) report.findings.push_back(finding_of(error));
  std::sort(report.findings.begin(), report.findings.end(),
            [](const LintFinding& a, const LintFinding& b) { return order_of(a) < order_of(b); });
  return report;
}

}  // namespace darban
