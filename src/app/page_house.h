// SPDX-License-Identifier: Apache-2.0
// The running daemon as page/house.h promises it to the page: the rules, the grants, who is in the house and the household file.
// Control thread only, but for PageControl, which brings the page's errands there.
#pragma once
#include <functional>
#include <optional>
#include <string>

#include "app/category_table.h"
#include "app/controller.h"
#include "app/errands.h"
#include "app/grant_service.h"
#include "app/household_editions.h"
#include "app/household_reading.h"
#include "app/renames.h"
#include "app/roll_call.h"
#include "app/tally.h"
#include "page/errand.h"

namespace darban {

class PageHouse final : public page::House {
 public:
  // All references must outlive it.
  struct Parts {
    const Clock& clock;
    Controller& controller;
    GrantService& grants;
    const RollCall& roll;
    const Published<Neighbours>& neighbours;
    std::function<void(const std::string& by)> take_up;  // what is in the files now, as a reload does; an adult made it
    std::function<void()> take_up_accounts;              // what is in state.db now
    std::function<std::vector<ConfigError>()> problems;
    std::function<std::string()> status_json;
    std::function<std::string()> metrics;
    std::string settings_path;
    std::optional<Tally>& tally;  // empty until the first round
  };
  explicit PageHouse(Parts parts)
      : parts_(std::move(parts)),
        requests_(parts_.controller.settings().state),
        renames_(parts_.grants, parts_.tally, requests_) {}

  // News of what changed since the last call. To be called after everything that may have changed something.
  void tell_news();
  // Once in a minute: what nobody needed meanwhile is let go.
  void tidy() { reading_.tidy(); }

  Now now() const override { return parts_.clock.now(); }
  std::shared_ptr<const Policy> policy() const override { return parts_.controller.policy().copy(); }
  const Settings& settings() const override { return parts_.controller.settings(); }
  std::vector<ConfigError> problems() const override { return parts_.problems(); }
  Asker asker_at(const IpAddress& address) const override;

  std::vector<Grant> grants() const override { return parts_.grants.in_force(); }
  void give(const GrantWish& wish, Heard heard) override;
  void revoke(const RevokeWish& wish, Heard heard) override;

  Result<page::Edition, ConfigError> household() const override { return editions().current(); }
  Result<std::shared_ptr<const Household>, ConfigError> read(const std::string& text) const override;
  Result<std::shared_ptr<const Policy>, ConfigError> tried(const std::string& text) const override;
  Result<page::Saved, page::NotSaved> save_household(const std::string& text, const std::string& tag, const std::string& by,
                                                     const std::vector<page::Renamed>& renamed) override;
  std::vector<page::OldEdition> old_editions() const override { return editions().kept(); }
  Result<page::Edition, ConfigError> old_edition(std::uint32_t number) const override { return editions().kept(number); }
  Result<page::Saved, page::NotSaved> restore_household(std::uint32_t number, const std::string& tag,
                                                        const std::string& by) override;

  std::shared_ptr<const CategoryWords> category_words() const override;
  std::vector<page::FreshDevice> fresh_devices() const override;
  bool more_fresh_devices() const override { return parts_.roll.new_devices().more(); }
  std::optional<page::FreshDevice> fresh_device_at(const IpAddress& address) const override;
  std::optional<ReleasedNumbers> numbers() override;
  bool start_fresh(const std::string& person, const std::string& by) override;
  bool choose(const std::string& person, const CountChoices& choices) override;
  page::NewsDesk& news() override { return news_; }
  page::RequestDesk& requests() override { return requests_; }
  std::string status_json() override { return parts_.status_json(); }
  std::string metrics() override { return parts_.metrics(); }
  Result<WrittenBackup, std::string> backup() override;
  Result<page::BackupContents, std::string> look_into(const Backup& backup) override;
  Result<std::vector<std::string>, page::NotRestored> bring_home(const Backup& backup, const std::string& by) override;
  Database* database() override { return parts_.grants.database(); }

 private:
  HouseholdEditions editions() const { return HouseholdEditions(settings().household); }
  Result<std::shared_ptr<const Policy>, ConfigError> tried(const Household& household) const;
  Result<page::Saved, page::NotSaved> put(const std::string& text, const std::string& tag,
                                          const std::shared_ptr<const Policy>& judged, const std::string& by,
                                          const std::vector<page::Renamed>& renamed);
  Parts parts_;
  page::NewsDesk news_;
  page::RequestDesk requests_;
  Renames renames_;
  mutable CategoryTable categories_;
  mutable HouseholdReading reading_;
  std::uint64_t told_generation_ = 0;
  std::uint64_t told_rules_ = 0;
  std::size_t told_devices_ = 0;
};

class PageControl final : public page::ControlThread {
 public:
  PageControl(Errands& errands, page::House& house) : errands_(errands), house_(house) {}
  bool leave(std::function<void(page::House&)> errand) override {
    return errands_.leave([this, errand = std::move(errand)] { errand(house_); });
  }

 private:
  Errands& errands_;
  page::House& house_;
};

}  // namespace darban
