// SPDX-License-Identifier: Apache-2.0
// Any text as AdGuardHome.yaml and as blocky's configuration: an error with a place in the text, or a household that reads back
// as it was written, unless it is too large for a household file.
#include <algorithm>
#include <string>

#include "config/household_writer.h"
#include "config/yaml.h"
#include "import/imported.h"
#include "import/rule_line.h"
#include "tests/fuzz/expect.h"

using namespace darban;

namespace {

void expect_sound(const Result<Imported, ConfigError>& result, const std::string& text) {
  if (!result) {
    EXPECT(!result.error().what.empty() && result.error().what.size() < 1000);
    EXPECT(result.error().place.line <= std::count(text.begin(), text.end(), '\n') + 2);
    return;
  }
  const std::string written = household_text(result->household);
  const auto again = parse_household(written, "h.yaml");
  if (!again) {
    EXPECT(written.size() > (1 << 20) || again.error().what.find("100,000") != std::string::npos);
    return;
  }
  EXPECT(household_text(*again) == written);
  for (const ImportFinding& finding : result->findings)
    EXPECT(!finding.where.empty() && !finding.what.empty() && !finding.why.empty());
  for (const auto& guess : result->guesses) EXPECT(!guess.who.empty() && !guess.why.empty());
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string text(reinterpret_cast<const char*>(octets), size);
  const ImportTerms terms{"f.yaml", nullptr, "Asia/Karachi"};
  expect_sound(import_adguard_home(text, terms), text);
  expect_sound(import_blocky(text, terms), text);
  const RuleLine rule = read_rule_line(std::string_view(text).substr(0, text.find('\n')));
  EXPECT(rule.names.empty() || rule.why.empty());
  for (const RuleName& name : rule.names) EXPECT(!name.name.empty());
  return 0;
}
