// SPDX-License-Identifier: Apache-2.0
// "Test it": whether this device asks darban at all, and whether a site is open for whoever sits there. The name that is typed is
// judged and forgotten; it is not said back, so it stands in no page, no history and no file. Pure.
#pragma once
#include <optional>

#include "page/child/frame.h"
#include "page/child/my_rules.h"
#include "page/form_tokens.h"
#include "page/reasons.h"

namespace darban::page {

struct SiteTested {
  enum class Found : std::uint8_t { no_name, old_form, open, safe, closed };
  Found found = Found::open;
  bool vital = false;         // open for everybody at any hour
  Why why{};                  // of closed
  WallTime changes = kNever;  // when it opens or closes by itself
};
SiteTested tested_site(const Policy& policy, const Inquiry& inquiry, std::string_view typed);

struct TestSeen {
  bool came_by_link = false;
  std::optional<SiteTested> site{};
};
web::Response test_page(const Reader& reader, const Clockwork& clockwork, const TestSeen& seen, const FormToken& token);

}  // namespace darban::page
