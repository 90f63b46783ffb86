// SPDX-License-Identifier: Apache-2.0
// Any octets as a name somebody typed, and as a public suffix list: refused with a place inside the text, or a name that reads as
// itself.
#include <algorithm>

#include "lists/idn.h"
#include "lists/public_suffix.h"
#include "tests/fuzz/expect.h"
#include "tests/support/reveal.h"

using namespace darban;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  const auto name = name_from_text_idn(text);
  if (name) EXPECT(*name_from_text_idn(reveal(*name)) == *name);
  const auto labels = a_labels_of(text);
  if (!labels) EXPECT(labels.error().at <= size);
  EXPECT(!name || labels);
  const auto suffixes = PublicSuffixes::from_text(text);
  if (!suffixes) EXPECT(suffixes.error().at >= 1);
  if (suffixes && name) EXPECT(suffixes->has(*name) || name->label_count() > 1);
  return 0;
}
