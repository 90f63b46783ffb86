// SPDX-License-Identifier: Apache-2.0
#include "store/harvest.h"

#include <algorithm>

namespace darban {

Text text_of(DayVerdict verdict) {
  switch (verdict) {
    case DayVerdict::opened:
      return "opened";
    case DayVerdict::closed:
      return "closed";
    case DayVerdict::closed_by_time:
      return "closed-by-time";
    case DayVerdict::safer:
      return "safer";
    case DayVerdict::failed:
      return "failed";
    case DayVerdict::count_:
      break;
  }
  return "unknown";
}

Text text_of(DayHealth health) {
  switch (health) {
    case DayHealth::cache_hits:
      return "cache-hits";
    case DayHealth::upstream_errors:
      return "upstream-errors";
    case DayHealth::within_1ms:
      return "within-1-ms";
    case DayHealth::within_10ms:
      return "within-10-ms";
    case DayHealth::within_100ms:
      return "within-100-ms";
    case DayHealth::within_1s:
      return "within-1-s";
    case DayHealth::later:
      return "later";
    case DayHealth::count_:
      break;
  }
  return "unknown";
}

void Harvest::add_window(HolderKind kind, const std::string& holder, GroupSet groups) {
  if (groups == 0) return;
  Row& row = holders_[{kind, holder}];
  for (std::size_t i = 0; i < kCountedGroups.size(); ++i) {
    if (has(groups, kCountedGroups[i])) ++row.windows[i];
  }
}

void Harvest::rename(const std::string& from, const std::string& to) {
  forget(to);
  auto row = holders_.extract({HolderKind::person, from});
  if (row.empty()) return;
  row.key().second = to;
  holders_.insert(std::move(row));
}

void Harvest::add_enough(HolderKind kind, const std::string& holder, GroupSet groups) {
  if (groups == 0) return;
  Row& row = holders_[{kind, holder}];
  row.enough = static_cast<GroupSet>(row.enough | groups);
}

bool Harvest::empty() const {
  const auto is_zero = [](std::uint64_t count) { return count == 0; };
  return holders_.empty() && std::all_of(household_.begin(), household_.end(), is_zero) &&
         std::all_of(health_.begin(), health_.end(), is_zero);
}

}  // namespace darban
