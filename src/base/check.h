// SPDX-License-Identifier: Apache-2.0
// CHECK(condition): an invariant of ours. If it does not hold, the position in the code is logged and the process aborts; the
// service manager restarts it. Never for anything a packet, a list or a file can cause.
#pragma once
#include "base/log.h"

namespace darban {
[[noreturn]] void check_failed(Text file, int line);
}  // namespace darban

#define CHECK_INVARIANT(condition) ((condition) ? static_cast<void>(0) : ::darban::check_failed(__FILE__, __LINE__))
