// SPDX-License-Identifier: Apache-2.0
// What is in force: settings, lists and rules, and how they change while the daemon runs. A file that does not load changes
// nothing: what was in force stays, and problems() tell the operator what is wrong and where. Control thread only; workers read
// policy().
#pragma once
#include <cstddef>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "app/rule_book.h"
#include "base/published.h"
#include "config/settings.h"

namespace darban {

class Controller {
 public:
  // The first rules. Without lists that can be read the household is served all the same, every category open, and the log says
  // so loudly; without rules nothing is served. `settings` were read from `settings_path`.
  // The sealed list was read while darban still was root.
  static Result<std::unique_ptr<Controller>, ConfigError> start(std::string settings_path, Settings settings, WallTime now,
                                                                SealedInForce sealed = {});

  struct Outcome {
    bool published = false;      // a new policy: poke the workers
    bool workers_stale = false;  // settings of theirs changed: replace them
  };
  // These grants instead of those there were, in force as soon as the workers are poked. They stay in force whatever becomes of the
  // files: new rules come with them.
  void use_grants(std::vector<Grant> grants);

  // The same, but in force with the next rules: grants that name somebody as only those do.
  void use_grants_next(std::vector<Grant> grants) { grants_ = std::move(grants); }

  // Reads everything again. Settings and rules are taken up together or not at all; lists and tables that can not be read keep
  // the last good ones.
  Outcome reload(WallTime now);

  // What reload() would make of this household in the place of the file; nothing is changed. A calendar it names and nobody named
  // before is read, which may take seconds. Without grants.
  Result<std::shared_ptr<const Policy>, ConfigError> tried(const Household& household, WallTime now) const;

  const Published<Policy>& policy() const { return published_; }
  const Policy& current() const { return *in_force_; }
  const Image& lists() const { return *lists_.image; }
  const Settings& settings() const { return settings_; }
  std::size_t people() const { return rules_.people; }
  const std::vector<ListedPerson>& devices() const { return rules_.devices; }
  const std::string& household_text() const { return rules_.text; }  // as RuleBook has it
  WallTime built() const { return built_; }
  std::uint64_t readings() const { return readings_; }  // how often the files were taken up
  // Why the files on the disk are not what is in force; empty when they are.
  std::vector<ConfigError> problems() const;
  // Keys of settings that were changed in the file and wait for a restart.
  const std::vector<Text>& restart_needed() const { return restart_needed_; }
  // Whether reload() is due by the clock alone: something that was opened closes by itself, or calendars are a day old.
  // (Those wait for a household that is not taken up: when it is mended, they are read.)
  bool is_reload_due(WallTime now) const {
    return lists_.unblock.until <= now || (!rules_problem_ && calendars_.is_stale(now));
  }
  // The files whose change calls for reload().
  std::vector<std::string> files() const;

 private:
  Controller(std::string settings_path, Settings settings, Lists lists, NameTables tables, CalendarShelf calendars, RuleBook rules,
             WallTime now);
  void publish();
  Outcome refused(const ConfigError& error);
  void say_what_is_in_force() const;
  void say_companions() const;
  void say_tables() const;
  void say_calendars() const;
  void say_notes() const;

  std::string settings_path_;
  Settings settings_;
  Lists lists_;
  NameTables tables_;
  CalendarShelf calendars_;
  RuleBook rules_;
  std::vector<Grant> grants_;
  std::shared_ptr<const Policy> in_force_;  // the rules with the grants
  Published<Policy> published_;
  WallTime built_;
  std::uint64_t readings_ = 1;
  std::optional<ConfigError> rules_problem_;
  std::vector<Text> restart_needed_;
};

}  // namespace darban
