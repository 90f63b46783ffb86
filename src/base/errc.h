// SPDX-License-Identifier: Apache-2.0
// The sentence for each error code: what is wrong, in words for the person who runs the daemon.
#pragma once
#include "base/result.h"
#include "base/showable.h"

namespace darban {
Text text_of(Errc code);
}  // namespace darban
