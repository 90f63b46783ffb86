// SPDX-License-Identifier: Apache-2.0
// What some windows of one day add to the counts. Anybody may put something in; only CountStore can look into it, and only Tally
// makes one (app/tally.h). One thread.
#pragma once
#include <array>
#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <utility>

#include "base/showable.h"
#include "policy/count_rules.h"

namespace darban {

// The household's totals, by verdict.
enum class DayVerdict : std::uint8_t { opened, closed, closed_by_time, safer, failed, count_ };
inline constexpr std::size_t kDayVerdicts = static_cast<std::size_t>(DayVerdict::count_);
Text text_of(DayVerdict verdict);

// How the program was. How many questions there were is not in it: less the totals it would be what totals leave out.
enum class DayHealth : std::uint8_t {
  cache_hits,
  upstream_errors,  // time-outs too
  within_1ms,
  within_10ms,
  within_100ms,
  within_1s,
  later,
  count_
};
inline constexpr std::size_t kDayHealth = static_cast<std::size_t>(DayHealth::count_);
Text text_of(DayHealth health);

class Harvest {
 public:
  explicit Harvest(CountDay day) : day_(day) {}
  CountDay day() const { return day_; }

  // One window: something of each of these groups was closed.
  void add_window(HolderKind kind, const std::string& holder, GroupSet groups);
  // In an hour of this day enough devices of that room had a part in each of these groups.
  void add_enough(HolderKind kind, const std::string& holder, GroupSet groups);
  void add(DayVerdict verdict, std::uint64_t count) { household_[static_cast<std::size_t>(verdict)] += count; }
  void add(DayHealth health, std::uint64_t count) { health_[static_cast<std::size_t>(health)] += count; }
  void set_lists_built(std::int64_t built) { lists_built_ = built; }  // Unix seconds: which lists were in force

  void forget(const std::string& person) { holders_.erase({HolderKind::person, person}); }
  // What there was of `to` is gone: it was somebody else's.
  void rename(const std::string& from, const std::string& to);
  bool empty() const;

 private:
  friend class CountStore;
  struct Row {
    std::array<std::uint16_t, kCountedGroups.size()> windows{};
    GroupSet enough = 0;
  };
  CountDay day_;
  std::map<std::pair<HolderKind, std::string>, Row> holders_;
  std::array<std::uint64_t, kDayVerdicts> household_{};
  std::array<std::uint64_t, kDayHealth> health_{};
  std::int64_t lists_built_ = 0;
};

}  // namespace darban
