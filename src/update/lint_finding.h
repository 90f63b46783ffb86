// SPDX-License-Identifier: Apache-2.0
// What `darban lists lint` found wrong with our own data: which rule, where, what is so, and what to do about it. Text is the
// maintainers' own and public; names of adult sites are never in it (names_stay_unsaid). Plain values; any thread.
#pragma once
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "base/showable.h"
#include "config/household.h"

namespace darban {

enum class LintRule : std::uint8_t {
  // errors
  schema,         // a loader refused the file
  bad_idn,        // an xn-- label that stands for nothing
  public_suffix,  // strangers register below it
  never_block,    // closes a name that must stay open
  canary,         // closes a name that must not be inside, or one by which devices ask whether a filter is there
  duplicate,      // said twice in one category
  covered,        // said already by a parent in the same category
  still_there,    // a comment says it was removed
  review_past,    // the day of its review has passed
  review_late,    // a longer time to its review than its category grants
  licence,        // none, or one nobody knows
  core_is_shared,
  core_in_core,
  group,      // a service's group is no category
  no_source,  // a category that nothing feeds
  id_reused,
  // warnings
  kept_open,       // a service's host is above a name that must stay open: that name stays open
  only_test_name,  // a category that holds the name that tries the filter, and no other
  review_soon,
  top_site,
  one_source,  // a popular name, and only one source for it
  not_checked
};
enum class Severity : std::uint8_t { error, warning };
Severity severity_of(LintRule rule);
Text text_of(LintRule rule);  // a word for JSON: "public-suffix"; never changes
Text text_of(Severity severity);

struct LintFinding {
  LintRule rule = LintRule::schema;
  std::string file;
  Place place;  // unknown: about the whole file
  std::string sentence;
  std::string remedy;
};

// "FILE:LINE:COLUMN: error: sentence; what to do".
std::string line_of(const LintFinding& finding);
// "FILE:LINE:COLUMN", as far as it is known.
std::string where(const std::string& file, Place place);

// Categories whose names no tool of ours prints: they are shown as counts, and with their reasons.
bool names_stay_unsaid(std::string_view category);

}  // namespace darban
