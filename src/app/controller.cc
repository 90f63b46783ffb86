// SPDX-License-Identifier: Apache-2.0
#include "app/controller.h"

#include "app/settings_change.h"
#include "base/heap.h"
#include "base/log.h"
#include "config/yaml.h"

namespace darban {

Controller::Controller(std::string settings_path, Settings settings, Lists lists, NameTables tables, CalendarShelf calendars,
                       RuleBook rules, WallTime now)
    : settings_path_(std::move(settings_path)),
      settings_(std::move(settings)),
      lists_(std::move(lists)),
      tables_(std::move(tables)),
      calendars_(std::move(calendars)),
      rules_(std::move(rules)),
      in_force_(rules_.policy),
      published_(in_force_),
      built_(now) {}

Result<std::unique_ptr<Controller>, ConfigError> Controller::start(std::string settings_path, Settings settings, WallTime now,
                                                                   SealedInForce sealed) {
  Lists lists = Lists::first(settings.image, now, std::move(sealed));
  NameTables tables = NameTables::first(settings.blocklists);
  CalendarShelf calendars(settings.user);
  auto rules = read_rules(settings, lists, tables, calendars, now, CalendarShelf::Unreadable::go_without);
  if (!rules) return rules.error();
  auto controller =
      std::unique_ptr<Controller>(new Controller(std::move(settings_path), std::move(settings), std::move(lists), std::move(tables),
                                                 std::move(calendars), std::move(*rules), now));
  if (controller->lists_.problem) log::error("NO LISTS, every category is open: {}", text_of(*controller->lists_.problem));
  controller->say_companions();
  controller->say_tables();
  controller->say_calendars();
  controller->say_notes();
  return_free_memory();  // of the files' trees
  return controller;
}

Controller::Outcome Controller::reload(WallTime now) {
  auto written = load_settings(settings_path_);
  if (!written) return refused(written.error());
  SettingsChange change = compare_settings(settings_, *written);
  Lists lists = lists_.read_again(change.in_force.image, now);
  NameTables tables = tables_.read_again(change.in_force.blocklists);
  auto rules = read_rules(change.in_force, lists, tables, calendars_, now, CalendarShelf::Unreadable::refuse);
  if (!rules) return refused(rules.error());

  settings_ = std::move(change.in_force);
  restart_needed_ = std::move(change.after_restart);
  lists_ = std::move(lists);
  tables_ = std::move(tables);
  rules_ = std::move(*rules);
  rules_problem_.reset();
  built_ = now;
  ++readings_;
  publish();
  return_free_memory();
  say_what_is_in_force();
  return {.published = true, .workers_stale = !change.with_new_workers.empty()};
}

Result<std::shared_ptr<const Policy>, ConfigError> Controller::tried(const Household& household, WallTime now) const {
  CalendarShelf calendars = calendars_;
  auto rules = rules_of(household, settings_, lists_, tables_, calendars, now, CalendarShelf::Unreadable::refuse);
  if (!rules) return rules.error();
  return std::move(rules->policy);
}

void Controller::use_grants(std::vector<Grant> grants) {
  grants_ = std::move(grants);
  publish();
}

void Controller::publish() {
  in_force_ = grants_.empty() ? rules_.policy : rules_.policy->with_grants(grants_);
  published_.publish(in_force_);
}

Controller::Outcome Controller::refused(const ConfigError& error) {
  log::error("nothing was taken up, what was in force stays: {}", text_of(error));
  rules_problem_ = error;
  return {};
}

void Controller::say_what_is_in_force() const {
  if (log::level() != settings_.log_level) log::configure(settings_.log_level, settings_.log_sink);
  log::info("new rules in force: {} people, {} names in the lists", rules_.people, lists_.image->names());
  if (lists_.problem) log::error("the lists stay as they were: {}", text_of(*lists_.problem));
  say_companions();
  say_tables();
  say_calendars();
  for (const Text key : restart_needed_) log::warn("{} was changed and waits for a restart", key);
  say_notes();
}

void Controller::say_companions() const {
  if (!lists_.unblock.names.empty()) log::info("maintainers opened {} names for the time being", lists_.unblock.names.size());
  for (const ConfigError& problem : lists_.unblock.problems) log::warn("{}", text_of(problem));
  if (lists_.sealed.problem) log::error("{}", text_of(*lists_.sealed.problem));
}

void Controller::say_tables() const {
  for (const ConfigError& problem : tables_.problems) log::error("{}", text_of(problem));
  for (const ConfigError& note : tables_.notes) log::warn("{}", text_of(note));
}

void Controller::say_calendars() const {
  for (const ConfigError& problem : calendars_.problems()) log::error("a calendar stays as it was: {}", text_of(problem));
}

void Controller::say_notes() const {
  for (const ConfigError& note : rules_.policy->notes()) log::warn("{}", text_of(note));
}

std::vector<ConfigError> Controller::problems() const {
  std::vector<ConfigError> problems;
  if (rules_problem_) problems.push_back(*rules_problem_);
  for (const ConfigError& each : lists_.problems()) problems.push_back(each);
  for (const ConfigError& each : tables_.problems) problems.push_back(each);
  for (const ConfigError& each : calendars_.problems()) problems.push_back(each);
  return problems;
}

std::vector<std::string> Controller::files() const {
  std::vector<std::string> files{settings_path_,
                                 settings_.household,
                                 settings_.image,
                                 beside_image(settings_.image, "unblock"),
                                 beside_image(settings_.image, "keys"),
                                 beside_image(settings_.image, "manifest")};
  for (std::string& each : NameTables::files_in(settings_.blocklists)) files.push_back(std::move(each));
  files.insert(files.end(), calendars_.files().begin(), calendars_.files().end());
  return files;
}

}  // namespace darban
