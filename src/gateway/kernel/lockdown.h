// SPDX-License-Identifier: Apache-2.0
// What darban-gateway gives up before it reads the first message: every capability but CAP_NET_ADMIN, every file, every program,
// the way back, and the ways its memory could be read. For a process with one thread.
#pragma once
#include <cstdint>

#include "base/showable.h"

namespace darban::gateway {

enum class Lockdown : std::uint8_t {
  complete,
  without_landlock,  // the kernel has none: files stay within reach of whatever user this is
  no_net_admin,      // the capability it needs was never there
  refused,           // a capability could not be given up
};
Text text_of(Lockdown lockdown);

Lockdown lock_down();

}  // namespace darban::gateway
