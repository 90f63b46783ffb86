// SPDX-License-Identifier: Apache-2.0
// Any text as darban.yaml: settings within their ranges that print and read back as themselves, or an error with a place in the
// text.
#include <algorithm>

#include "config/fields.h"
#include "config/yaml.h"
#include "tests/fuzz/expect.h"

using namespace darban;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(octets), size);
  const auto settings = parse_settings(text, "f.yaml");
  if (!settings) {
    const ConfigError& error = settings.error();
    EXPECT(!error.what.empty() && error.what.size() < 1000);
    EXPECT(error.place.line >= 0 && error.place.line <= std::count(text.begin(), text.end(), '\n') + 2);
    return 0;
  }
  EXPECT(!settings->listen.empty() && !settings->allow_from.empty());
  EXPECT(settings->upstream_tries >= 1 && settings->upstream_tries <= 5);
  EXPECT(settings->upstream_timeout >= Milliseconds(100) && settings->upstream_timeout <= Milliseconds(10000));
  const std::string printed = print_settings(*settings);
  const auto again = parse_settings(printed, "f.yaml");
  EXPECT(again.has_value());
  EXPECT(print_settings(*again) == printed);
  return 0;
}
