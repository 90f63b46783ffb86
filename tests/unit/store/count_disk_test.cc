// SPDX-License-Identifier: Apache-2.0
// Counts and the disk: whole or not at all, over power cuts, without a history in the log, and within the budget of a flash chip.
#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>

#include "store/schema.h"
#include "tests/unit/store/kept_counts.h"

using namespace darban;
using namespace darban::test;

namespace {

// What this process gave to write() and its like so far, in octets; nothing where the kernel does not say.
std::optional<std::uint64_t> written_so_far() {
  std::ifstream in("/proc/self/io");
  for (std::string key; in >> key;) {
    std::uint64_t value = 0;
    in >> value;
    if (key == "wchar:") return value;
  }
  return std::nullopt;
}

}  // namespace

// --- the disk

TEST_CASE("a harvest is written whole or not at all") {
  Kept kept;
  kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 20);
  REQUIRE(kept.database().run("CREATE TRIGGER no_health BEFORE INSERT ON health_days BEGIN SELECT RAISE(ABORT, 'enough'); END"));
  Harvest harvest(kMonday);
  harvest.add_window(HolderKind::person, "Ali", bit_of(Group::age_doors));
  harvest.add(DayVerdict::closed, 50);
  harvest.add(DayHealth::later, 1);
  CHECK_FALSE(kept.store().add(harvest, kept.household));
  REQUIRE(kept.database().run("DROP TRIGGER no_health"));
  kept.begin(day(1));
  CHECK(kept.days()[0].of(DayVerdict::closed).form() == Form::none);
  CHECK(kept.person("Ali")[0].of(Group::age_doors).form() == Form::none);
  CHECK(kept.person("Ali")[0].of(Group::ads_and_trackers).about() == 20);
}

TEST_CASE("the power may go at any moment: what was answered as done is there") {
  Kept kept;
  TempFolder other;
  for (int n = 0; n < 30; ++n) {
    kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 1);
    // The file as a power cut would leave it: copied while it is open, with whatever log it has.
    const std::string copy = other.file("s" + std::to_string(n));
    for (const char* end : {"", "-wal"}) {
      std::error_code missing;
      std::filesystem::copy_file(kept.path() + end, copy + end, missing);
    }
    auto found = StateFile::open(copy, WallTime(Seconds(1795705500)));
    REQUIRE(found);
    auto statement = found->database().prepare("SELECT number FROM moments");
    REQUIRE(statement.step());
    CHECK(statement.number(0) == n + 1);
  }
}

TEST_CASE("the log holds no history of the day's hours: it is empty after every harvest") {
  Kept kept;
  for (int hour = 0; hour < 10; ++hour) {
    kept.add_windows(kMonday, "Ali", Group::ads_and_trackers, 1);
    CHECK(std::filesystem::file_size(kept.path() + "-wal") == 0);
  }
}

TEST_CASE("a file of the version before counts gets their tables and keeps its grants") {
  TempFolder folder;
  {
    const std::array<const char*, 1> before{state_migrations()[0]};
    auto old = Database::open(folder.file("s"), before);
    REQUIRE(old);
    REQUIRE(
        old->run("INSERT INTO grants (who, name, what, given, begins, granted, boot, anchor, remaining) "
                 "VALUES ('person', 'Ali', 'pause', 0, 0, 60, '', 0, 60000)"));
  }
  auto file = StateFile::open(folder.file("s"), WallTime(Seconds(1795705500)));
  REQUIRE(file);
  CHECK_FALSE(file->began_anew());
  CHECK(rows_in(file->database(), "grants") == 1);
  CHECK(rows_in(file->database(), "moments") == 0);
}

TEST_CASE("a family's busiest day writes less than 512 KiB to the flash") {
  Kept kept;
  const std::vector<std::string> children{"Ali", "Zara", "Bilal", "Hina", "Imran"};
  kept.household.clear();
  for (const std::string& name : children) kept.household.push_back({HolderKind::person, name, Band::age_10_12, 0x3f});
  for (int n = 0; n < 35; ++n) {  // a file that has some weeks in it
    Harvest harvest(day(n));
    for (const std::string& name : children) harvest.add_window(HolderKind::person, name, 0x3f);
    kept.add(harvest);
  }
  const auto before = written_so_far();
  if (!before) return;
  for (int hour = 0; hour < 25; ++hour) {
    Harvest harvest(day(35));
    for (int window = 0; window < 6; ++window) {
      for (const std::string& name : children) harvest.add_window(HolderKind::person, name, 0x3f);
    }
    for (std::size_t i = 0; i < kDayVerdicts; ++i) harvest.add(static_cast<DayVerdict>(i), 5000);
    for (std::size_t i = 0; i < kDayHealth; ++i) harvest.add(static_cast<DayHealth>(i), 5000);
    harvest.set_lists_built(1795000000);
    kept.add(harvest);
  }
  const std::uint64_t written = *written_so_far() - *before;
  MESSAGE("a busy day writes " << written / 1024 << " KiB");
  CHECK(written < 512U * 1024U);
}

TEST_CASE("ten thousand people's day is written and shown") {
  Kept kept;
  kept.household.clear();
  Harvest harvest(kMonday);
  for (int i = 0; i < 10000; ++i) {
    kept.household.push_back({HolderKind::person, "p" + std::to_string(i), Band::age_10_12, 0x3f});
    harvest.add_window(HolderKind::person, kept.household.back().name, 0x3f);
  }
  kept.add(harvest);
  kept.begin(day(1));
  CHECK(rows_in(kept.database(), "moments") == 60000);
  CHECK(kept.person("p9999")[0].of(Group::own_rules).form() == Form::few);
}
