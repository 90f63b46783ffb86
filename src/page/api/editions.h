// SPDX-License-Identifier: Apache-2.0
// What the resources that write household.yaml have in common: whose words an If-Match field holds, and what is said afterwards.
#pragma once
#include <optional>
#include <string>
#include <variant>

#include "page/api/trouble.h"
#include "page/house.h"
#include "web/request.h"

namespace darban::page {

std::string etag_of(const Edition& edition);  // strong, RFC 9110 section 8.8.3

// The tag that the visitor has read, or why the request is not heeded: 428 without one. "*" is refused too: it would write over
// a change nobody looked at.
std::variant<std::string, web::Response> tag_wanted(const web::Request& request);

// 200 or `status`: {"notes":[...]} and the ETag.
web::Response saved_answer(const Saved& saved, unsigned status = 200);
// 412 with today's ETag, 422 with the place that `spot` tells, 507 or 503 where the disk refuses.
web::Response not_saved_answer(const NotSaved& refusal, const Spot& spot);
// The file can not be read now: an adult mends it with an editor.
web::Response unreadable_answer(const ConfigError& error);

}  // namespace darban::page
