// SPDX-License-Identifier: Apache-2.0
// Any octets as what the steps of an update tell each other, or as a list to be judged: refused with its line, or read so that
// writing and reading again gives the same.
#include <string_view>

#include "tests/fuzz/expect.h"
#include "tests/support/literals.h"
#include "update/fetch_order.h"
#include "update/fetch_progress.h"
#include "update/guards.h"
#include "update/signed_index.h"
#include "update/signed_update.h"
#include "update/update_report.h"
#include "update/url.h"

using namespace darban;
using namespace darban::literals;

namespace {

void read_texts(std::string_view text) {
  if (const auto batch = read_batch(text)) {
    const auto again = text_of_batch(*batch);
    EXPECT(again && read_batch(*again).has_value());
  }
  if (const auto report = read_report(text)) {
    const auto again = text_of_report(*report);
    EXPECT(again && read_report(*again)->results == report->results);
  }
  if (const auto report = read_update_report(text)) {
    const auto again = text_of_report(*report);
    EXPECT(again && *read_update_report(*again) == *report);
  }
  if (const auto index = read_signed_index(text)) EXPECT(*read_signed_index(*text_of_index(*index)) == *index);
  if (const auto report = read_signed_report(text)) EXPECT(*read_signed_report(*text_of_signed_report(*report)) == *report);
  if (const auto order = read_signed_order(text)) EXPECT(*read_signed_order(*text_of_signed_order(*order)) == *order);
  if (const auto progress = read_progress(text)) EXPECT(read_progress(line_of(*progress)) == progress);
  (void)read_url(text);
}

void judge(std::string_view text) {
  static const Measures measures = [] {
    Measures made;
    made.vital.add("push.apple.example"_name, Scope::subtree, 0);
    return made;
  }();
  Expectations expected;
  expected.contains = {"canary.example"_name};
  expected.never_contains_hashed.resize(1);
  for (const ListFormat& format : list_formats()) {
    const Judgement judgement = judge_list(text, format, {}, expected, {}, measures);
    EXPECT(judgement.refusal != Refusal::none || judgement.entries > 0);
  }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  read_texts(text);
  judge(text);
  return 0;
}
