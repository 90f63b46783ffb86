// SPDX-License-Identifier: Apache-2.0
// Any text as each file of blocklists/: values within their bounds, or an error with a place in the text.
#include <algorithm>

#include "config/bypass_file.h"
#include "config/catalogue.h"
#include "config/curated.h"
#include "config/never_block_file.h"
#include "config/safe_search_file.h"
#include "config/service.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

template <typename T>
bool accepted(const Result<T, ConfigError>& result, const std::string& text) {
  if (result) return true;
  const ConfigError& error = result.error();
  EXPECT(!error.what.empty() && error.what.size() < 1000);
  EXPECT(error.place.line >= 0 && error.place.line <= std::count(text.begin(), text.end(), '\n') + 2);
  return false;
}

void expect_name(const std::string& name) {
  EXPECT(!name.empty() && name.size() <= 253);
  EXPECT(name.find_first_not_of("abcdefghijklmnopqrstuvwxyz0123456789-_.") == std::string::npos);
}

void expect_catalogue(const Catalogue& catalogue) {
  for (const auto& source : catalogue.sources) {
    EXPECT(!source.id.empty() && source.id.find('/') == std::string::npos && source.id.find('.') == std::string::npos);
    EXPECT(!source.urls.empty());
    EXPECT(source.interval >= std::chrono::hours(1) && source.interval <= std::chrono::hours(720));
    EXPECT(source.least_entries >= 1 && source.least_entries <= source.most_entries);
    EXPECT(source.most_top_sites <= 1000);
    for (const auto& without : source.without) expect_name(without.name);
    for (const auto& canary : source.contains) EXPECT(source.category != "adult" || is_hashed_canary(canary));
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(octets), size);
  const auto service = parse_service(text, "f.yaml");
  if (accepted(service, text)) {
    EXPECT(service->id >= 128 && !service->core.empty());
    for (const auto& host : service->core) expect_name(host.name);
  }
  const auto catalogue = parse_catalogue(text, "f.yaml", {});
  if (accepted(catalogue, text)) expect_catalogue(*catalogue);
  const auto safe_search = parse_safe_search(text, "f.yaml");
  if (accepted(safe_search, text)) {
    for (const auto& engine : safe_search->engines) EXPECT(!engine.hosts.empty() && !engine.targets.empty());
  }
  const auto bypass = parse_bypass(text, "f.yaml");
  if (accepted(bypass, text)) {
    for (const auto& name : bypass->resolvers) expect_name(name.name);
    for (const auto& port : bypass->ports) EXPECT(port.port >= 1);
  }
  const auto never_block = parse_never_block(text, "f.yaml");
  if (accepted(never_block, text)) {
    for (const auto& name : never_block->names) expect_name(name.name);
  }
  const auto curated = parse_curated(text, "x/ads.tsv");
  if (accepted(curated, text)) {
    for (const auto& entry : curated->entries) {
      expect_name(entry.name);
      EXPECT(entry.category == "ads" && entry.added <= entry.review_by && !entry.reason.empty());
    }
  }
  return 0;
}
