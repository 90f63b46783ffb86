// SPDX-License-Identifier: Apache-2.0
// Counts on the disk for tests: a real state.db with a household whose people have every age, and days that begin when a test
// says so.
#pragma once
#include <doctest/doctest.h>

#include <filesystem>
#include <optional>
#include <string>
#include <vector>

#include "store/count_store.h"
#include "store/state_file.h"
#include "tests/support/temp_folder.h"

namespace darban::test {

using Form = ShownCount::Form;

inline constexpr CountDay kMonday{20780};  // 2026-11-23
static_assert(monday_of_week(week_of(kMonday)) == kMonday);

inline CountDay day(std::int32_t after) { return plus_days(kMonday, after); }

class Kept {
 public:
  Kept() { reopen(); }
  void reopen() {
    file_.reset();
    auto opened = StateFile::open(path(), WallTime(Seconds(1795705500)));
    REQUIRE(opened);
    file_.emplace(std::move(*opened));
  }
  void close() { file_.reset(); }
  CountStore store() { return CountStore(file_->database()); }
  Database& database() { return file_->database(); }
  std::string path() const { return folder_.file("s"); }

  std::vector<MomentHolder> household{
      {HolderKind::nobody, "guest", Band::guest, 0x3f},    {HolderKind::person, "Ali", Band::age_10_12, 0x3f},
      {HolderKind::person, "Zara", Band::age_13_15, 0x3f}, {HolderKind::person, "Omar", Band::age_16_17, 0x3f},
      {HolderKind::person, "Sara", Band::adult, 0x3f},     {HolderKind::room, "Lab", Band::pupil_secondary, 0x3f}};

  void add(const Harvest& harvest) { REQUIRE(store().add(harvest, household)); }
  // The next day began: what came before is released.
  void begin(CountDay next) { add(Harvest(next)); }
  void add_windows(CountDay when, const std::string& name, Group group, int windows = 1) {
    Harvest harvest(when);
    for (int i = 0; i < windows; ++i) harvest.add_window(kind_of(name), name, bit_of(group));
    add(harvest);
  }
  void add_total(CountDay when, DayVerdict verdict, std::uint64_t count) {
    Harvest harvest(when);
    harvest.add(verdict, count);
    add(harvest);
  }
  void rename(const std::string& from, const std::string& to) {
    REQUIRE(store().lend_to(to, from));
    REQUIRE(store().leave(from));
  }
  std::vector<MomentWeek> person(const std::string& name, Viewer viewer = Viewer::themselves) {
    const auto weeks = store().person(name, band_of(name), viewer);
    REQUIRE(weeks);
    return *weeks;
  }
  std::vector<MomentWeek> room() {
    const auto weeks = store().room("Lab");
    REQUIRE(weeks);
    return *weeks;
  }
  std::vector<HouseholdDay> days() {
    const auto found = store().household();
    REQUIRE(found);
    return *found;
  }

 private:
  const MomentHolder& holder(const std::string& name) const {
    for (const MomentHolder& each : household) {
      if (each.name == name) return each;
    }
    FAIL("nobody of that name");
    return household.front();
  }
  Band band_of(const std::string& name) const { return holder(name).band; }
  HolderKind kind_of(const std::string& name) const { return holder(name).kind; }
  TempFolder folder_;
  std::optional<StateFile> file_;
};

inline std::int64_t rows_in(Database& database, const std::string& table) {
  auto statement = database.prepare(("SELECT count(*) FROM " + table).c_str());
  REQUIRE(statement.step());
  return statement.number(0);
}

}  // namespace darban::test
