// SPDX-License-Identifier: Apache-2.0
#include "app/commands/explain_rules.h"

#include <algorithm>

#include "app/file_watch.h"
#include "app/rule_book.h"
#include "app/terminal.h"
#include "base/boot.h"
#include "config/yaml.h"
#include "store/grant_store.h"

namespace darban {
namespace {

std::vector<Grant> grants_of(const Settings& settings) {
  if (stamp_of(settings.state) == FileStamp{}) return {};  // nothing was given yet
  auto grants = read_grants(settings.state, {SystemClock(settings.wait_for_sync).now(), BootClock().now()});
  if (grants) return *std::move(grants);
  terminal::print_error("without grants: " + settings.state + ": " + std::string(text_of(grants.error()).view()));
  return {};
}

}  // namespace

ExplainRules::ExplainRules(std::shared_ptr<const Policy> written, std::vector<Grant> grants, bool waits_for_sync)
    : written_(std::move(written)), grants_(std::move(grants)), waits_for_sync_(waits_for_sync), with_grants_(written_) {
  std::stable_sort(grants_.begin(), grants_.end(), [](const Grant& a, const Grant& b) { return a.given < b.given; });
}

Result<ExplainRules, std::string> ExplainRules::read(const std::string& config) {
  const auto settings = load_settings(config);
  if (!settings) return text_of(settings.error()).view();
  const Lists lists = Lists::first(settings->image, SystemClock(false).now().wall);
  if (lists.problem) terminal::print_error("without lists: " + text_of(*lists.problem).view());
  const auto rules = read_rules(*settings, lists, NameTables::first(settings->blocklists));
  if (!rules) return text_of(rules.error()).view();
  return ExplainRules(rules->policy, grants_of(*settings), settings->wait_for_sync);
}

const Policy& ExplainRules::at(WallTime when) {
  const auto end = std::find_if(grants_.begin(), grants_.end(), [&](const Grant& grant) { return grant.given > when; });
  const auto count = static_cast<std::size_t>(end - grants_.begin());
  if (count != heeded_) {
    with_grants_ = written_->with_grants(std::span(grants_).first(count));
    heeded_ = count;
  }
  return *with_grants_;
}

}  // namespace darban
