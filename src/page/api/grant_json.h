// SPDX-License-Identifier: Apache-2.0
// A grant as the API shows it, and why one is not given. Pure.
#pragma once
#include "base/json_writer.h"
#include "base/zone.h"
#include "policy/grant.h"
#include "policy/grant_wish.h"

namespace darban::page {

void write_grant_object(JsonWriter& json, const Grant& grant, const Zone& zone, const Now& now);
// The member `refusal`, for a page that says it in its reader's language.
void write_refusal(JsonWriter& json, const GrantRefusal& refusal);

}  // namespace darban::page
