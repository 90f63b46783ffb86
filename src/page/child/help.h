// SPDX-License-Identifier: Apache-2.0
// "Get help": works in every state, for anybody, is never counted, and can be left at once (invariant I3; product.md 5.6). Pure.
#pragma once
#include <chrono>
#include <string>

#include "page/child/frame.h"

namespace darban::page {

struct HelpWanted {
  std::string country{};          // the family's choice; empty: none
  std::chrono::sys_days today{};  // by the household's clock, or the build's day where nobody knows the time
};
web::Response help_page(const Reader& reader, const HelpWanted& wanted);

}  // namespace darban::page
