// SPDX-License-Identifier: Apache-2.0
#include "app/rule_book.h"

#include <utility>

#include "base/errc.h"
#include "config/household_changes.h"
#include "config/household_writer.h"
#include "config/yaml.h"
#include "policy/build.h"

namespace darban {
namespace {

std::string what_is_wrong(const std::string& path, const Error& error) {
  const std::string reason(text_of(error.code).view());
  const std::string make_it = "; make it with: darban lists build LISTS -o " + path;
  switch (error.code) {
    case Errc::not_found:
      return "there are no compiled lists" + make_it;
    case Errc::not_permitted:
    case Errc::is_a_directory:
    case Errc::not_a_file:
      return reason + "; it must be a file that this user may read";
    default:
      return "refused at octet " + std::to_string(error.at) + ": " + reason + make_it;
  }
}

}  // namespace

Lists Lists::first(const std::string& path, WallTime now, SealedInForce sealed) {
  return Lists{Image::empty(), {}, {}, {}, std::move(sealed)}.read_again(path, now);
}

Lists Lists::read_again(const std::string& path, WallTime time) const {
  UnblockInForce opened = read_unblock_beside(path, time);
  const FileStamp now = stamp_of(path);  // before reading: a change in between is seen the next time
  if (now == stamp && now != FileStamp{}) return {image, stamp, {}, std::move(opened), sealed};
  auto image_now = Image::open(path);
  if (!image_now) return {image, {}, ConfigError{path, {}, what_is_wrong(path, image_now.error())}, std::move(opened), sealed};
  return {std::move(*image_now), now, {}, std::move(opened), sealed};
}

std::vector<ConfigError> Lists::problems() const {
  std::vector<ConfigError> all = unblock.problems;
  if (sealed.problem) all.insert(all.begin(), *sealed.problem);
  if (problem) all.insert(all.begin(), *problem);
  return all;
}

Result<RuleBook, ConfigError> read_rules(const Settings& settings, const Lists& lists, const NameTables& tables) {
  CalendarShelf calendars(settings.user);
  return read_rules(settings, lists, tables, calendars, SystemClock(false).now().wall, CalendarShelf::Unreadable::refuse);
}

Result<RuleBook, ConfigError> read_rules(const Settings& settings, const Lists& lists, const NameTables& tables,
                                         CalendarShelf& calendars, WallTime now, CalendarShelf::Unreadable first_time) {
  auto household = load_household(settings.household);
  if (!household) return household.error();
  return rules_of(std::move(*household), settings, lists, tables, calendars, now, first_time);
}

Result<RuleBook, ConfigError> rules_of(Household household, const Settings& settings, const Lists& lists,
                                       const NameTables& tables, CalendarShelf& calendars, WallTime now,
                                       CalendarShelf::Unreadable first_time) {
  if (auto refusal = calendars.fill(household, now, first_time)) return std::move(*refusal);
  auto policy =
      build_policy(household, settings, lists.image, {lists.unblock.names, lists.sealed.list, tables.safe_search, tables.bypass});
  if (!policy) return policy.error();
  return RuleBook{std::move(*policy), household.people.size(), devices_of(household),
                  household_text(with_hashed_addresses(std::move(household)))};
}

}  // namespace darban
