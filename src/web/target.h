// SPDX-License-Identifier: Apache-2.0
// What a request asks for: the path as decoded segments and the query as decoded pairs (RFC 9112 section 3.2.1, origin form
// only). A segment is never empty, "." or "..", and holds no slash of either kind, not even an encoded one: so no path can climb,
// and none has two spellings that a proxy and we could understand differently. Pure; any octets give a value or a refusal.
#pragma once
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "base/result.h"
#include "web/refusal.h"

namespace darban::web {

inline constexpr std::size_t kLongestTarget = 2048;  // octets
inline constexpr std::size_t kMostSegments = 16;
inline constexpr std::size_t kMostPairs = 16;

struct Target {
  std::vector<std::string> segments;  // none: "/"
  std::vector<std::pair<std::string, std::string>> query;
  // The first pair of that name; empty when there is none.
  std::string_view asked(std::string_view name) const;
};

Result<Target, Refusal> read_target(std::string_view text);

}  // namespace darban::web
