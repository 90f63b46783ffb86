// SPDX-License-Identifier: Apache-2.0
// The household's numbers as they may be shown: in whole-hour steps and never finer (decisions.md 9, product.md 3.4). With one
// teenager at home a live total is that teenager; so what is shown stands still within an hour, however often somebody looks.
// Only trouble of the program itself is live (moves_live). Pure; control thread only.
#pragma once
#include <array>
#include <cstdint>
#include <optional>

#include "engine/counters.h"

namespace darban {

// A point in civil time of the household, no finer than what may be shown.
struct CivilHour {
  std::int64_t day = 0;  // days since 1970-01-01
  int hour = 0;          // 0 to 23
  friend bool operator==(const CivilHour&, const CivilHour&) = default;
};

// All workers together, since the start.
struct CounterSums {
  std::array<std::uint64_t, static_cast<std::size_t>(Health::count_)> health{};
  std::array<std::uint64_t, static_cast<std::size_t>(Total::count_)> totals{};

  void add(const Counters& counters);
  std::uint64_t of(Health what) const { return health[static_cast<std::size_t>(what)]; }
  std::uint64_t of(Total what) const { return totals[static_cast<std::size_t>(what)]; }
};

// Whether a health number may be shown as it is now: faults and noise may, the amount of work may not, because it is the family's
// activity.
bool moves_live(Health what);

class HourlyCounts {
 public:
  // Called at any time; only the first call in a new hour changes what is shown, and says so. A clock that went back changes
  // nothing until it has caught up.
  bool observe(const CounterSums& sums, CivilHour now);
  const CounterSums& today() const { return today_; }  // until the last whole hour (or until the first call)
  const std::optional<CounterSums>& yesterday() const { return yesterday_; }  // empty when darban did not run then
  const CounterSums& settled() const { return settled_; }                     // since the start, until the last whole hour

 private:
  std::optional<CivilHour> seen_;
  CounterSums day_began_;
  CounterSums today_;
  CounterSums settled_;
  std::optional<CounterSums> yesterday_;
};

}  // namespace darban
