// SPDX-License-Identifier: Apache-2.0
// Any text as an own rule: parts within their bounds, or a fault with a place in the text and a sentence.
#include "policy/rule_text.h"
#include "tests/fuzz/expect.h"

using namespace darban;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  const auto rule = read_rule(text);
  if (!rule) {
    EXPECT(rule.error().at <= size);
    EXPECT(!rule.error().sentence.empty() && rule.error().sentence.size() < 1000);
    return 0;
  }
  EXPECT(!rule->name.is_root());
  EXPECT(rule->is_same(*rule));
  EXPECT((rule->tags & rule->not_tags) == 0);
  EXPECT(!rule->allow || (rule->holes.empty() && rule->closed_as == ClosedAs::profile_says));
  for (const Name& hole : rule->holes) EXPECT(hole.is_at_or_under(rule->name) && !(hole == rule->name));
  for (const RuleTime& time : rule->times) {
    EXPECT(time.days != 0 && time.days < 0x80);
    EXPECT(time.start < 1440 && time.end >= 1 && time.end <= 1440);
  }
  for (const RuleClient& client : rule->clients) {
    EXPECT(client.at < size);
    EXPECT(!client.name.empty() || client.network || client.mac);
  }
  return 0;
}
