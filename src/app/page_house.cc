// SPDX-License-Identifier: Apache-2.0
#include "app/page_house.h"

#include <algorithm>
#include <utility>

#include "app/backup_contents.h"
#include "app/grant_change.h"
#include "app/restore.h"
#include "base/log.h"
#include "config/household_writer.h"
#include "config/yaml.h"
#include "store/change_store.h"

namespace darban {
namespace {

page::Said said(const GrantDesk::Answer& answer) {
  const auto outcome = [&] {
    switch (answer.outcome) {
      case GrantDesk::Outcome::done:
        return page::Said::Outcome::done;
      case GrantDesk::Outcome::nothing_to_do:
        return page::Said::Outcome::nothing_to_do;
      case GrantDesk::Outcome::misunderstood:
        return page::Said::Outcome::misunderstood;
      case GrantDesk::Outcome::refused:
        break;
    }
    return page::Said::Outcome::refused;
  }();
  return {outcome, answer.text, answer.ids, answer.refusal};
}

page::FreshDevice fresh(const NewDevice& device) {
  return {device.mac_for_the_household_file().view(), device.is_private(), device.noticed()};
}

page::NotSaved wrong(const ConfigError& error) { return {page::NotSaved::Why::wrong, {}, error}; }

bool has_comment(const std::string& text) {
  std::size_t at = 0;
  while (at < text.size()) {
    const auto word = text.find_first_not_of(" \t", at);
    if (word != std::string::npos && text[word] == '#') return true;
    const auto end = text.find('\n', at);
    if (end == std::string::npos) break;
    if (text.substr(at, end - at).find(" #") != std::string::npos) return true;
    at = end + 1;
  }
  return false;
}

}  // namespace

void PageHouse::tell_news() {
  const std::uint64_t generation = parts_.controller.policy().generation();
  const std::uint64_t rules = parts_.controller.readings();
  const std::size_t devices = parts_.roll.new_devices().all().size();
  if (std::exchange(told_rules_, rules) != rules) news_.say(page::News::household);
  if (std::exchange(told_generation_, generation) != generation) news_.say(page::News::home);
  if (std::exchange(told_devices_, devices) != devices) news_.say(page::News::devices);
}

Asker PageHouse::asker_at(const IpAddress& address) const {
  const auto table = parts_.neighbours.copy();
  return parts_.controller.current().asker_of(address, table->find(address));
}

void PageHouse::give(const GrantWish& wish, Heard heard) {
  parts_.grants.give(wish, [heard = std::move(heard)](const GrantDesk::Answer& answer) { heard(said(answer)); });
}

void PageHouse::revoke(const RevokeWish& wish, Heard heard) {
  parts_.grants.revoke(wish, [heard = std::move(heard)](const GrantDesk::Answer& answer) { heard(said(answer)); });
}

Result<std::shared_ptr<const Household>, ConfigError> PageHouse::read(const std::string& text) const {
  return reading_.of(text, settings().household);
}

Result<std::shared_ptr<const Policy>, ConfigError> PageHouse::tried(const Household& household) const {
  return parts_.controller.tried(household, now().wall);
}

Result<std::shared_ptr<const Policy>, ConfigError> PageHouse::tried(const std::string& text) const {
  const auto household = read(text);
  if (!household) return household.error();
  return tried(**household);
}

Result<page::Saved, page::NotSaved> PageHouse::save_household(const std::string& text, const std::string& tag,
                                                              const std::string& by, const std::vector<page::Renamed>& renamed) {
  const auto household = read(text);
  if (!household) return wrong(household.error());
  const auto judged = tried(**household);
  if (!judged) return wrong(judged.error());
  const auto before = editions().current();
  if (const auto trouble = renames_.begin(renamed)) {
    return page::NotSaved{page::NotSaved::Why::unwritten,
                          {},
                          {settings().state,
                           {},
                           "the numbers of who gets another name could not be taken along: " +
                               std::string(text_of(*trouble).view()) + "; nothing was changed"}};
  }
  auto saved = put(household_text(**household, edition_comment(settings().household, by)), tag, *judged, by, renamed);
  if (saved)
    renames_.finish(renamed);
  else
    renames_.give_up(renamed);
  if (saved && before && before->text != saved->edition.text && giver_in(before->text).empty() && has_comment(before->text)) {
    saved->notes.push_back({settings().household,
                            {},
                            "what people had written behind '#' in the file does not stay when the page writes it; it is in the "
                            "version before"});
  }
  return saved;
}

Result<page::Saved, page::NotSaved> PageHouse::restore_household(std::uint32_t number, const std::string& tag,
                                                                 const std::string& by) {
  const auto old = editions().kept(number);
  if (!old) return wrong(old.error());
  const auto judged = tried(old->text);
  if (!judged) return wrong(judged.error());
  return put(old->text, tag, *judged, by, {});
}

Result<page::Saved, page::NotSaved> PageHouse::put(const std::string& text, const std::string& tag,
                                                   const std::shared_ptr<const Policy>& judged, const std::string& by,
                                                   const std::vector<page::Renamed>& renamed) {
  auto written = editions().write(text, tag);
  if (!written) return written.error();
  renames_.written(renamed);
  parts_.take_up(by);
  log::info("the household file was written by the page");
  const auto notes = judged->notes();
  return page::Saved{std::move(*written), {notes.begin(), notes.end()}};
}

std::shared_ptr<const CategoryWords> PageHouse::category_words() const {
  return categories_.of(settings().blocklists, now().mono);
}

std::vector<page::FreshDevice> PageHouse::fresh_devices() const {
  std::vector<page::FreshDevice> devices;
  for (const NewDevice& device : parts_.roll.new_devices().all()) devices.push_back(fresh(device));
  return devices;
}

std::optional<page::FreshDevice> PageHouse::fresh_device_at(const IpAddress& address) const {
  const auto table = parts_.neighbours.copy();
  const MacAddress* mac = table->find(address);
  const NewDevice* device = mac != nullptr ? parts_.roll.new_devices().of(*mac) : nullptr;
  return device != nullptr ? std::optional(fresh(*device)) : std::nullopt;
}

std::optional<ReleasedNumbers> PageHouse::numbers() {
  Database* const state = database();
  if (state == nullptr) return std::nullopt;
  return ReleasedNumbers(*state, parts_.controller.current().moments());
}

bool PageHouse::start_fresh(const std::string& person, const std::string& by) {
  Database* const state = database();
  if (state == nullptr || !parts_.tally) return false;
  if (const auto wiped = parts_.tally->start_fresh(*state, person); !wiped) {
    log::warn("somebody's numbers could not be wiped: {}", text_of(wiped.error()));
    return false;
  }
  if (by.empty()) return true;
  const Change change{time_in_log(now()), by, person, "numbers", "", "wiped"};
  if (const auto written = ChangeStore(*state).add(change); !written)
    log::warn("that numbers were wiped could not be written down: {}", text_of(written.error()));
  return true;
}

bool PageHouse::choose(const std::string& person, const CountChoices& choices) {
  Database* const state = database();
  const auto profile = parts_.controller.current().profile_of_person(person);
  if (state == nullptr || !parts_.tally || !profile) return false;
  const Band band = parts_.controller.current().profile(*profile).band;
  const auto kept = parts_.tally->choose(*state, person, band, choices);
  if (!kept) log::warn("what somebody said about their numbers could not be kept: {}", text_of(kept.error()));
  return kept.has_value();
}

Result<WrittenBackup, std::string> PageHouse::backup() {
  const auto collected = collect_backup({parts_.settings_path, settings().household, settings().state}, now());
  if (!collected) return collected.error();
  return WrittenBackup{write_backup(collected->backup)};
}

Result<page::BackupContents, std::string> PageHouse::look_into(const Backup& backup) {
  auto contents = rehearse_restore(backup, settings());
  if (!contents) return contents.error();
  const auto judged = tried(*backup.content_of(backup_name::kHousehold));
  if (!judged) return "the household in the backup: " + text_of(judged.error()).view();
  return contents;
}

// state.db is closed while another takes its place. What happens on this thread alone can not come between.
Result<std::vector<std::string>, page::NotRestored> PageHouse::bring_home(const Backup& backup, const std::string& by) {
  if (const auto looked = look_into(backup); !looked) return page::NotRestored{looked.error()};
  std::optional<Result<RestoreReport, page::NotRestored>> outcome;
  parts_.grants.while_closed([&] { outcome.emplace(restore_here(backup, settings())); });
  if (!*outcome && !outcome->error().is_begun) return outcome->error();
  parts_.take_up(by);
  parts_.take_up_accounts();
  if (!*outcome) {
    log::error("a restore was begun and could not be finished; the next start of darban finishes it");
    return outcome->error();
  }
  log::info("a backup was brought home by the page");
  return (*outcome)->notes;
}

}  // namespace darban
