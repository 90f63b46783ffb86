// SPDX-License-Identifier: Apache-2.0
// "Ask": what a child would like, of whom, and what came of it (product.md 3.8). Works without JavaScript. Pure.
#pragma once
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "page/child/frame.h"
#include "page/form_tokens.h"
#include "policy/policy.h"
#include "store/request_store.h"
#include "web/form.h"

namespace darban::page {

// What came of the form that was sent, or of the one before (after a redirect).
enum class AskSaid : std::uint8_t {
  nothing,
  sent,
  taken_back,
  already_open,
  enough,
  old_form,
  need_what,
  need_name,
  bad_name,
  long_note,
  not_kept
};
Text text_of(AskSaid said);               // for the address after a redirect: "sent"
AskSaid ask_said(std::string_view word);  // of `sent` and `taken-back`; nothing otherwise

// The fields as they were sent, to be shown again where something is missing.
struct AskWish {
  std::optional<RequestWhat> what{};
  std::string site{};  // as typed
  std::string note{};
  std::string whom{};
};
AskWish ask_wish(const web::Form& form);
// What is missing or wrong about it; nothing: it can be asked. An open site is not a reason to ask.
AskSaid checked_wish(const Policy& policy, const Asker& asker, const Now& now, AskWish& wish);

// Adults a child may ask, by name.
std::vector<std::string> adults_of(const Policy& policy);

struct AskSeen {
  AskSaid said = AskSaid::nothing;
  AskWish wish{};
  std::vector<std::string> adults{};
  std::int64_t left = 0;             // how many more today
  std::vector<ChildRequest> mine{};  // newest first
};
web::Response ask_page(const Reader& reader, const AskSeen& seen, const FormToken& token);

}  // namespace darban::page
