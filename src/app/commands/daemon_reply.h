// SPDX-License-Identifier: Apache-2.0
// What the running daemon answered, shown to the person who asked.
#pragma once
#include "app/control_protocol.h"

namespace darban {

// What was done to standard output, what was not to standard error. Returns the exit code.
int print_reply(const ControlReply& reply);

}  // namespace darban
