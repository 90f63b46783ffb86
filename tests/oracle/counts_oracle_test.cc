// SPDX-License-Identifier: Apache-2.0
// CountStore against a twin that keeps every day for ever and adds up when it is asked: what is shown is the same, whatever days
// the clock says and whenever days became weeks.
#include <doctest/doctest.h>

#include <algorithm>
#include <map>
#include <optional>
#include <random>

#include "store/count_store.h"
#include "store/state_file.h"
#include "tests/support/temp_folder.h"

using namespace darban;

namespace {

constexpr CountDay kFirst{20780};  // 2026-11-23, a Monday
constexpr std::size_t kGroups = kCountedGroups.size();
using Numbers = std::array<std::uint64_t, kGroups>;

// Slow and obvious.
class Twin {
 public:
  void add(std::int32_t day, const Numbers& numbers) {
    if (!began_.empty() && began_.rbegin()->first == day + 1) return;
    while (!began_.empty() && began_.rbegin()->first > day) began_.erase(std::prev(began_.end()));
    Numbers& kept = began_[day];
    for (std::size_t i = 0; i < kGroups; ++i) kept[i] += numbers[i];
  }
  std::map<std::int32_t, Numbers> weeks() const {
    std::map<std::int32_t, Numbers> sums;
    for (const auto& [day, numbers] : began_) {
      if (day == began_.rbegin()->first) continue;
      Numbers& sum = sums[week_of(static_cast<CountDay>(day))];
      for (std::size_t i = 0; i < kGroups; ++i) sum[i] += numbers[i];
    }
    return sums;
  }

 private:
  std::map<std::int32_t, Numbers> began_;
};

ShownCount shown(std::uint64_t number) {
  if (number == 0) return ShownCount::of(0);
  if (number <= 9) return ShownCount::of(1);
  return ShownCount::of((number + 5) / 10 * 10);
}

void compare(const CountStore& store, const Twin& twin) {
  const auto found = store.person("Ali", Band::age_10_12, Viewer::guardian);
  REQUIRE(found);
  std::map<CountDay, MomentWeek> by_monday;
  for (const MomentWeek& week : *found) by_monday[week.monday] = week;
  for (const auto& [week, numbers] : twin.weeks()) {
    for (std::size_t i = 0; i < kGroups; ++i) {
      const auto there = by_monday.find(monday_of_week(week));
      const ShownCount is = there == by_monday.end() ? ShownCount::of(0) : there->second.counts[i];
      REQUIRE(is == shown(numbers[i]));
    }
  }
}

}  // namespace

TEST_CASE("what is shown is the sum of the days that are over, as the slow twin says") {
  std::mt19937 random(20261127);
  for (int round = 0; round < 4; ++round) {
    TempFolder folder;
    auto file = StateFile::open(folder.file("s"), WallTime(Seconds(1795705500)));
    REQUIRE(file);
    CountStore store(file->database());
    Twin twin;
    const std::array<MomentHolder, 1> household{{{HolderKind::person, "Ali", Band::age_10_12, 0x3f}}};
    std::int32_t day = number_of(kFirst);
    for (int step = 0; step < 250; ++step) {
      const auto dice = random() % 20;
      if (dice < 10)
        ++day;
      else if (dice == 10)
        day += 2;
      else if (dice == 11)
        day -= 1;
      else if (dice == 12)
        day -= 3;
      Harvest harvest(static_cast<CountDay>(day));
      Numbers numbers{};
      for (std::uint64_t windows = random() % 7; windows > 0; --windows) {
        const std::size_t group = random() % kGroups;
        harvest.add_window(HolderKind::person, "Ali", bit_of(kCountedGroups[group]));
        ++numbers[group];
      }
      REQUIRE(store.add(harvest, household));
      twin.add(day, numbers);
      if (step % 10 == 0) compare(store, twin);
    }
    compare(store, twin);
  }
}
