// SPDX-License-Identifier: Apache-2.0
// A handler's answer, whichever way it comes: at once, or later by an errand that was done meanwhile.
#pragma once
#include <doctest/doctest.h>

#include <memory>
#include <utility>
#include <variant>

#include "web/answer.h"
#include "web/pending_reply.h"

namespace darban::test {

inline web::Response waited_for(web::Answer answer) {
  if (auto* now = std::get_if<web::Response>(&answer)) return std::move(*now);
  auto* later = std::get_if<web::Later>(&answer);
  REQUIRE(later != nullptr);
  auto slot = std::make_shared<web::ReplySlot>();
  later->begin(web::PendingReply(slot));
  auto response = slot->take();
  REQUIRE(response.has_value());
  return std::move(*response);
}

}  // namespace darban::test
