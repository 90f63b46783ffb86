// SPDX-License-Identifier: Apache-2.0
#include "app/household_log.h"

#include <utility>
#include <vector>

#include "app/grant_change.h"
#include "base/log.h"
#include "config/household_changes.h"
#include "config/yaml.h"
#include "store/change_store.h"

namespace darban {
namespace {

// A log of another darban, whose file this one can not read (any more): everything may have changed, and that is said.
constexpr const char* kEverything = "everything";

std::vector<Change> changes_since(const std::string& seen, const std::string& text, const std::string& actor, const Now& now) {
  const auto before = parse_household(seen, "household");
  const auto after = parse_household(text, "household");
  const WallTime at = time_in_log(now);
  if (!before || !after) return {Change{at, actor, {}, kEverything, {}, {}}};
  std::vector<Change> changes;
  for (HouseholdChange& change : changes_between(*before, *after)) {
    changes.push_back(
        {at, actor, std::move(change.concerns), std::move(change.setting), std::move(change.was), std::move(change.became)});
  }
  return changes;
}

Result<std::size_t, StoreTrouble> write_down(Database& database, const std::string& text, const std::string& actor,
                                             const Now& now) {
  ChangeStore store(database);
  const auto seen = store.household_seen();
  if (!seen) return seen.error();
  if (*seen && **seen == text) return std::size_t{0};
  const std::vector<Change> changes = *seen ? changes_since(**seen, text, actor, now) : std::vector<Change>();
  if (const auto written = store.see_household(text, changes); !written) return written.error();
  return changes.size();
}

}  // namespace

void HouseholdLog::tick(const Controller& controller, Database* database, const Now& now) {
  if (!is_due(controller, now.mono)) return;
  not_before_ = now.mono + kAgain;
  if (database == nullptr) return;
  const bool is_known = made_for_ == controller.readings() && !made_by_.empty();
  const auto written = write_down(*database, controller.household_text(), is_known ? made_by_ : std::string(kByHand), now);
  if (!written) return log::warn("what changed in the household could not be written down: {}", text_of(written.error()));
  if (*written > 0) log::info("{} change(s) of the household are in the log that children can read", *written);
  seen_ = controller.readings();
  not_before_ = {};
}

}  // namespace darban
