// SPDX-License-Identifier: Apache-2.0
// What an API call reads when it can not be heeded: a Problem (RFC 9457) with its place and its cure, in words that name what the
// visitor or the household wrote. (web/refusal.h is for what is refused before anybody knows what is asked; it names nothing.)
#pragma once
#include <functional>
#include <string>
#include <string_view>

#include "base/json_writer.h"
#include "config/household.h"
#include "web/response.h"

namespace darban::page {

// Where: in the body (RFC 6901), or in a file.
struct Spot {
  std::string pointer{};
  Place place{};
};

// What is wrong, and what would be right.
struct Advice {
  std::string detail;
  std::string cure;
};
// The loader's and the builder's sentences say both: "... is not a time; write 21:00".
Advice advice_of(std::string_view sentence);

web::Response trouble(unsigned status, Text title, const Advice& advice, const Spot& spot = {},
                      const std::function<void(JsonWriter&)>& more = {});

}  // namespace darban::page
