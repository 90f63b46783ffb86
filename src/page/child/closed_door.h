// SPDX-License-Identifier: Apache-2.0
// The page at a closed door: calm, with the reason's line and never the name, and three ways on (product.md 4d). Pure.
#pragma once
#include <optional>

#include "page/child/frame.h"
#include "page/child/my_rules.h"
#include "page/reasons.h"

namespace darban::page {

// Without a reason: the slip is not good any more.
web::Response closed_door_page(const Reader& reader, const Clockwork& clockwork, const std::optional<Why>& why);

}  // namespace darban::page
