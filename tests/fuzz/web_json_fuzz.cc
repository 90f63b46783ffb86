// SPDX-License-Identifier: Apache-2.0
// A JSON body: a value within its bounds, or a fault at a line and column that the text has.
#include <algorithm>
#include <cstdint>
#include <string_view>

#include "tests/fuzz/expect.h"
#include "web/json.h"

namespace {

std::size_t depth_of(const darban::web::JsonValue& value) {
  std::size_t deepest = 0;
  if (const auto* list = value.list()) {
    for (const auto& item : *list) deepest = std::max(deepest, depth_of(item));
    return deepest + 1;
  }
  if (const auto* members = value.members()) {
    for (const auto& [key, item] : *members) {
      EXPECT(value.find(key) == &item);  // every key once
      deepest = std::max(deepest, depth_of(item));
    }
    return deepest + 1;
  }
  return 0;
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* octets, std::size_t size) {
  using namespace darban::web;
  const std::string_view text(reinterpret_cast<const char*>(octets), size);
  const auto value = read_json(text);
  if (value) {
    EXPECT(depth_of(*value) <= kDeepestJson);
    return 0;
  }
  EXPECT(value.error().line >= 1 && value.error().column >= 1);
  EXPECT(value.error().line <= static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n')) + 1);
  EXPECT(value.error().column <= text.size() + 1);
  EXPECT(problem(value.error()).status == 400);
  return 0;
}
