// SPDX-License-Identifier: Apache-2.0
// Any octets as a list of the syntax DARBAN_LIST_FORMAT, with all options off and with all on: every line is accounted for where
// it stands, every entry is a name, and reading twice says the same twice. The syntax is guessed, too.
#include <algorithm>
#include <string_view>
#include <vector>

#include "lists/format.h"
#include "tests/fuzz/expect.h"
#include "tests/unit/lists/recording_sink.h"

using namespace darban;

namespace {

RecordingSink read(std::string_view text, const ParseOptions& options) {
  RecordingSink sink;
  sink.outcome = parse_list(*format_named(DARBAN_LIST_FORMAT), options, text, sink);
  return sink;
}

void check(std::string_view text, ParseOptions options) {
  options.suffixes = &test_suffixes();
  const auto lines = static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n') + 1);
  const RecordingSink sink = read(text, options);
  for (const std::uint32_t line : sink.lines) EXPECT(line >= 1 && line <= lines);
  EXPECT(sink.last_line <= lines);
  for (const std::string& said : sink.said) EXPECT(said.back() != ' ' && !said.ends_with(" ."));
  if (!sink.outcome) {
    EXPECT(sink.said.empty());
    EXPECT(sink.outcome.error().code == Errc::not_a_list);
    EXPECT(sink.outcome.error().at <= lines);
  }
  const RecordingSink again = read(text, options);
  EXPECT(again.said == sink.said && again.lines == sink.lines && again.refusals == sink.refusals);
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  check(text, {});
  check(text, {.plain_is_exact = true, .wildcard_is_below = true, .tld = true, .leave_out_ads = true});
  if (const auto format = detect_format(text)) EXPECT(format_named((*format)->key.view()) == *format);
  return 0;
}
