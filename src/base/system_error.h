// SPDX-License-Identifier: Apache-2.0
// errno as one of our codes.
#pragma once
#include "base/result.h"

namespace darban {
Error system_error();  // of the current errno
Error system_error_of(int errno_value);
}  // namespace darban
