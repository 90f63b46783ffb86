// SPDX-License-Identifier: Apache-2.0
#include "update/lint_finding.h"

namespace darban {

Severity severity_of(LintRule rule) { return rule >= LintRule::kept_open ? Severity::warning : Severity::error; }

Text text_of(Severity severity) { return severity == Severity::error ? Text("error") : Text("warning"); }

Text text_of(LintRule rule) {
  switch (rule) {
    case LintRule::schema:
      return "schema";
    case LintRule::bad_idn:
      return "bad-idn";
    case LintRule::public_suffix:
      return "public-suffix";
    case LintRule::never_block:
      return "never-block";
    case LintRule::canary:
      return "canary";
    case LintRule::duplicate:
      return "duplicate";
    case LintRule::covered:
      return "covered";
    case LintRule::still_there:
      return "still-there";
    case LintRule::review_past:
      return "review-past";
    case LintRule::review_late:
      return "review-late";
    case LintRule::licence:
      return "licence";
    case LintRule::core_is_shared:
      return "core-is-shared";
    case LintRule::core_in_core:
      return "core-in-core";
    case LintRule::group:
      return "group";
    case LintRule::no_source:
      return "no-source";
    case LintRule::id_reused:
      return "id-reused";
    case LintRule::kept_open:
      return "kept-open";
    case LintRule::only_test_name:
      return "only-test-name";
    case LintRule::review_soon:
      return "review-soon";
    case LintRule::top_site:
      return "top-site";
    case LintRule::one_source:
      return "one-source";
    case LintRule::not_checked:
      return "not-checked";
  }
  return "schema";
}

std::string where(const std::string& file, Place place) {
  if (place.line == 0) return file;
  return file + ":" + std::to_string(place.line) + ":" + std::to_string(place.column);
}

std::string line_of(const LintFinding& finding) {
  std::string line = where(finding.file, finding.place) + ": ";
  line.append(text_of(severity_of(finding.rule)).view()).append(": ").append(finding.sentence);
  if (!finding.remedy.empty()) line.append("; ").append(finding.remedy);
  return line;
}

bool names_stay_unsaid(std::string_view category) { return category == "adult" || category == "nudify" || category == "csam"; }

}  // namespace darban
