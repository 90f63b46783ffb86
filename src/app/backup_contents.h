// SPDX-License-Identifier: Apache-2.0
// What goes into a backup of this machine, by the names it has there:
//
//   household.yaml     the rules, as they are on the disk
//   editions/NUMBER    the versions before (app/household_editions.h)
//   calendars/PATH     the calendar files that household.yaml names, where they lie in its folder
//   darban.yaml        the settings of the machine
//   state.db           accounts, counts of the household, what adults changed (store/travelling_state.h says what does not
//   travel)
//
// Left out besides: compiled and fetched lists (they are fetched again), keys and certificates, a sealed list (it must not leave
// the machine it was made for). Reads files only; a daemon may run meanwhile.
#pragma once
#include <string>
#include <vector>

#include "base/clock.h"
#include "base/result.h"
#include "config/settings.h"
#include "store/backup_archive.h"

namespace darban {

namespace backup_name {
inline constexpr std::string_view kHousehold = "household.yaml";
inline constexpr std::string_view kSettings = "darban.yaml";
inline constexpr std::string_view kState = "state.db";
inline constexpr std::string_view kEditions = "editions/";
inline constexpr std::string_view kCalendars = "calendars/";
}  // namespace backup_name

// Where the same things are on a machine.
struct BackupPlaces {
  std::string settings;
  std::string household;
  std::string state;
};

struct CollectedBackup {
  Backup backup;
  std::vector<std::string> notes;  // what is not in it, in sentences
};
// A sentence when there can be no backup.
Result<CollectedBackup, std::string> collect_backup(const BackupPlaces& places, const Now& now);

// The calendars a household names, by their paths as it writes them: only those in its folder or below, with names that a backup
// can have, each once; they end in .ics. `text` must be a household.
std::vector<std::string> travelling_calendars(const std::string& text, const std::string& household_path);

}  // namespace darban
