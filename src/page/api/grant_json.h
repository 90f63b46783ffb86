// SPDX-License-Identifier: Apache-2.0
// A grant as the API shows it. Pure.
#pragma once
#include "base/json_writer.h"
#include "base/zone.h"
#include "policy/grant.h"

namespace darban::page {

void write_grant_object(JsonWriter& json, const Grant& grant, const Zone& zone, const Now& now);

}  // namespace darban::page
