// SPDX-License-Identifier: Apache-2.0
// A household for tests of pages: real rules made of a household's text, a real state.db, a clock that tests set.
#pragma once
#include <doctest/doctest.h>
#include <stdlib.h>

#include <deque>
#include <filesystem>
#include <map>
#include <memory>
#include <string>

#include "config/yaml.h"
#include "page/errand.h"
#include "page/house.h"
#include "store/count_store.h"
#include "store/state_file.h"
#include "tests/unit/policy/home.h"

namespace darban::test {

class FakeHouse final : public page::House {
 public:
  explicit FakeHouse(std::string household_yaml, Now at = karachi(23, 12)) : text_(std::move(household_yaml)), now_(at) {
    std::string pattern = (std::filesystem::temp_directory_path() / "darban-page-XXXXXX").string();
    REQUIRE(::mkdtemp(pattern.data()) != nullptr);
    folder_ = pattern;
    settings_.household = "household.yaml";
    settings_.state = folder_ + "/state.db";
    auto state = StateFile::open(settings_.state, now_.wall);
    REQUIRE(state.has_value());
    state_.emplace(std::move(*state));
    requests_.emplace(settings_.state);
    build();
  }
  ~FakeHouse() override {
    state_.reset();
    std::filesystem::remove_all(folder_);
  }

  void use(std::vector<Grant> grants) {
    grants_ = std::move(grants);
    policy_ = policy_->with_grants(grants_);
  }
  // Both clocks go on.
  void go_on(Seconds by) {
    now_.mono += by;
    now_.wall += by;
  }
  void set_clock(const Now& now) { now_ = now; }
  void lose_database() { state_.reset(); }
  const std::string& folder() const { return folder_; }
  Settings& mutable_settings() { return settings_; }

  Now now() const override { return now_; }
  std::shared_ptr<const Policy> policy() const override { return policy_; }
  const Settings& settings() const override { return settings_; }
  std::vector<ConfigError> problems() const override { return {}; }
  Asker asker_at(const IpAddress& address) const override { return policy_->asker_of(address, nullptr); }
  std::vector<Grant> grants() const override { return grants_; }
  void give(const GrantWish&, Heard heard) override { heard({}); }
  void revoke(const RevokeWish&, Heard heard) override { heard({}); }
  Result<page::Edition, ConfigError> household() const override { return page::Edition{text_, "1"}; }
  Result<std::shared_ptr<const Household>, ConfigError> read(const std::string& text) const override {
    auto household = parse_household(text, settings_.household);
    if (!household) return household.error();
    return std::make_shared<const Household>(std::move(*household));
  }
  Result<std::shared_ptr<const Policy>, ConfigError> tried(const std::string&) const override { return policy_; }
  Result<page::Saved, page::NotSaved> save_household(const std::string&, const std::string&, const std::string&,
                                                     const std::vector<page::Renamed>&) override {
    return page::NotSaved{};
  }
  std::vector<page::OldEdition> old_editions() const override { return {}; }
  Result<page::Edition, ConfigError> old_edition(std::uint32_t) const override { return ConfigError{}; }
  Result<page::Saved, page::NotSaved> restore_household(std::uint32_t, const std::string&, const std::string&) override {
    return page::NotSaved{};
  }
  std::shared_ptr<const CategoryWords> category_words() const override { return std::make_shared<const CategoryWords>(); }
  bool more_fresh_devices() const override { return false; }
  std::optional<ReleasedNumbers> numbers() override {
    if (!state_) return std::nullopt;
    return ReleasedNumbers(state_->database(), policy_->moments());
  }
  bool start_fresh(const std::string& person, const std::string&) override {
    return state_ && CountStore(state_->database()).start_fresh(person);
  }
  bool choose(const std::string& person, const CountChoices& choices) override {
    const auto profile = policy_->profile_of_person(person);
    return state_ && profile && CountStore(state_->database()).choose(person, policy_->profile(*profile).band, choices);
  }
  page::NewsDesk& news() override { return news_; }
  page::RequestDesk& requests() override { return *requests_; }
  std::vector<page::FreshDevice> fresh_devices() const override { return {}; }
  std::optional<page::FreshDevice> fresh_device_at(const IpAddress&) const override { return std::nullopt; }
  std::string status_json() override { return "{}"; }
  std::string metrics() override { return "darban_workers 2\n"; }
  Result<WrittenBackup, std::string> backup() override { return WrittenBackup{"an archive"}; }
  Result<page::BackupContents, std::string> look_into(const Backup& backup) override {
    if (backup.content_of("household.yaml") == nullptr) return std::string("there is no household in this backup");
    return page::BackupContents{.day = backup.day, .by = backup.by, .people = {"Ali"}, .accounts = {"Amna"}};
  }
  Result<std::vector<std::string>, page::NotRestored> bring_home(const Backup& backup, const std::string& by) override {
    if (const auto looked = look_into(backup); !looked) return page::NotRestored{looked.error()};
    brought_home_by = by;
    return std::vector<std::string>{};
  }
  std::string brought_home_by{};
  Database* database() override { return state_ ? &state_->database() : nullptr; }

 private:
  void build() {
    const auto household = parse_household(text_, settings_.household);
    if (!household) FAIL("refused: " << household.error().what);
    policy_ = built(*household, settings_);
  }
  std::string text_;
  Now now_;
  std::string folder_;
  Settings settings_;
  std::optional<StateFile> state_;
  std::shared_ptr<const Policy> policy_;
  std::vector<Grant> grants_;
  page::NewsDesk news_;
  std::optional<page::RequestDesk> requests_;
};

// The control thread of tests: an errand is done at once.
class AtOnce final : public page::ControlThread {
 public:
  explicit AtOnce(page::House& house) : house_(house) {}
  bool leave(std::function<void(page::House&)> errand) override {
    if (busy) return false;
    errand(house_);
    return true;
  }
  bool busy = false;

 private:
  page::House& house_;
};

}  // namespace darban::test
