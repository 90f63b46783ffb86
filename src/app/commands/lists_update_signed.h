// SPDX-License-Identifier: Apache-2.0
// `darban lists update` where lists.bundle-url is set: the publisher's folder instead of the catalogue. This process only leads,
// as lists_update.h says. One thread.
#pragma once
#include "app/arguments.h"
#include "app/commands/list_places.h"

namespace darban {

// The caller holds the UpdateLock. The exit code.
int run_signed_update(const ListPlaces& places, const Arguments& arguments);

}  // namespace darban
