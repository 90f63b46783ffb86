// SPDX-License-Identifier: Apache-2.0
// The household's rules, the compiled lists and the tables beside them, read and built into a Policy: what `run`, `check` and
// `explain` have in common. Any thread; nothing is kept.
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/calendar_shelf.h"
#include "app/file_watch.h"
#include "app/household_devices.h"
#include "app/list_companions.h"
#include "app/name_tables.h"
#include "app/sealed_file.h"
#include "config/household.h"
#include "config/settings.h"
#include "lists/image.h"
#include "policy/policy.h"

namespace darban {

// The lists in force, and why the file on the disk is not them, if it is not.
struct Lists {
  std::shared_ptr<const Image> image;  // never null; Image::empty() when there never was a good one
  FileStamp stamp;                     // of the file it was read from
  std::optional<ConfigError> problem;
  UnblockInForce unblock{};  // names that maintainers opened for the time being
  SealedInForce sealed{};    // only the daemon has one: commands that explain must not know what is in it

  static Lists first(const std::string& path, WallTime now, SealedInForce sealed = {});
  // The file again: the same image when it did not change, the last good one when it can not be read. The un-block file is read
  // anew each time; the sealed list stays what it was.
  Lists read_again(const std::string& path, WallTime now) const;
  // Everything about them that an operator should mend.
  std::vector<ConfigError> problems() const;
};

struct RuleBook {
  std::shared_ptr<const Policy> policy;  // its notes() say what an adult should know
  std::size_t people = 0;
  std::vector<ListedPerson> devices{};
  std::string text{};  // the household in its canonical form, addresses of devices hashed: to see what changes (household_log.h)
};

// Household with its calendars, lists and tables to Policy; or the first thing that can not be, with its place.
Result<RuleBook, ConfigError> read_rules(const Settings& settings, const Lists& lists, const NameTables& tables,
                                         CalendarShelf& calendars, WallTime now, CalendarShelf::Unreadable first_time);
// The same of a household that was read already, or that is no file yet.
Result<RuleBook, ConfigError> rules_of(Household household, const Settings& settings, const Lists& lists,
                                       const NameTables& tables, CalendarShelf& calendars, WallTime now,
                                       CalendarShelf::Unreadable first_time);
// Once, for a command: a calendar that can not be read refuses the rules.
Result<RuleBook, ConfigError> read_rules(const Settings& settings, const Lists& lists, const NameTables& tables);

}  // namespace darban
