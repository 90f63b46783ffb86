// SPDX-License-Identifier: Apache-2.0
// Any text as household.yaml, as categories.yaml and as a manifest: values within their bounds, or an error with a place in the
// text.
#include <algorithm>

#include "config/yaml.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

template <typename T>
void expect_place(const Result<T, ConfigError>& result, const std::string& text) {
  if (result) return;
  const ConfigError& error = result.error();
  EXPECT(!error.what.empty() && error.what.size() < 1000);
  EXPECT(error.place.line >= 0 && error.place.line <= std::count(text.begin(), text.end(), '\n') + 2);
}

void expect_times(const Window& window) {
  EXPECT(window.start < 1440);
  EXPECT(window.end >= 1 && window.end <= 1440);
}

void expect_exception(const WrittenException& exception) {
  EXPECT(!exception.label.empty());
  EXPECT(exception.first_day <= exception.last_day && exception.last_day - exception.first_day < 2000);
  EXPECT(exception.calendar.empty() || exception.first_day == exception.last_day);
  EXPECT(!exception.span_mode || (!exception.calendar.empty() && exception.windows.empty() && !exception.like));
  EXPECT(!exception.like || (*exception.like < 7 && exception.windows.empty()));
  EXPECT(!exception.whom || !exception.whom->empty());
  for (const auto& window : exception.windows) expect_times(window);
}

void expect_profile(const WrittenProfile& profile) {
  for (const auto& window : profile.timetable) {
    EXPECT(window.days != 0 && window.days < 0x80);
    expect_times(window);
  }
  for (const auto& name : profile.allow) EXPECT(!name.name.empty());
  for (const auto& key : profile.close) EXPECT(!key.key.empty());
  if (profile.blocked_ttl) EXPECT(*profile.blocked_ttl >= 1 && *profile.blocked_ttl <= 300);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(octets), size);
  const auto household = parse_household(text, "f.yaml");
  expect_place(household, text);
  if (household) {
    for (const auto& person : household->people) {
      EXPECT(!person.name.empty());
      for (const auto& device : person.devices) EXPECT(!device.macs.empty() || !device.addresses.empty());
      expect_profile(person.profile);
    }
    for (const auto& room : household->rooms) expect_profile(room.profile);
    expect_profile(household->guest);
    for (const auto& exception : household->exceptions) expect_exception(exception);
  }
  const auto categories = parse_categories(text, "f.yaml");
  expect_place(categories, text);
  if (categories) {
    for (const auto& category : *categories) EXPECT(category.id >= 1 && !category.key.empty());
  }
  const auto manifest = parse_list_manifest(text, "f.yaml");
  expect_place(manifest, text);
  if (manifest) {
    for (const auto& group : manifest->groups) EXPECT(!group.files.empty());
  }
  return 0;
}
