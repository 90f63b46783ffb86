// SPDX-License-Identifier: Apache-2.0
// Any octets as a trust file and as a signing key's file: refused with a line inside, or read; the keys that were read make a
// file that says the same.
#include <algorithm>
#include <string>

#include "lists/bundle_keys.h"
#include "tests/fuzz/expect.h"

using namespace darban;

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  const auto key = signing_key_from(text);
  if (key) EXPECT(signing_key_from(signing_key_text(*key)).has_value());
  const auto keys = BundleKeys::from_text(text);
  if (!keys) {
    EXPECT(keys.error().line <= static_cast<std::uint32_t>(std::count(text.begin(), text.end(), '\n')) + 1);
    return 0;
  }
  EXPECT(keys->threshold() >= 1 && keys->threshold() <= keys->keys().size());
  std::string again = "threshold: " + std::to_string(keys->threshold()) + "\n";
  for (const TrustedKey& each : keys->keys()) again += trust_line(each.key, each.comment);
  const auto same = BundleKeys::from_text(again);
  EXPECT(same.has_value());
  EXPECT(same->keys().size() == keys->keys().size());
  return 0;
}
