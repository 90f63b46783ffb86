// SPDX-License-Identifier: Apache-2.0
// Which boot of the machine this is, and how long ago it was, sleep included. So an end that was written down is exact when the
// daemon is started anew, and a restart of the machine is told from one of the daemon.
#pragma once
#include <string>
#include <string_view>

#include "base/clock.h"

namespace darban {

struct BootTime {
  std::string boot;       // hex digits; empty when nobody can say which boot it is
  Milliseconds since{0};  // CLOCK_BOOTTIME: it runs on while the machine sleeps, which MonoTime does not

  // An unknown boot is no boot's equal: then nothing is taken for exact.
  bool is_same_boot(const std::string& other) const { return !boot.empty() && boot == other; }
};

// What time it is, for what must end in time whatever happens to the machine.
struct Moment {
  Now now;
  BootTime boot;
};

// Any thread. The kernel's boot id, and where a service manager hides that file the one it handed over (packaging/systemd).
class BootClock {
 public:
  BootClock();
  BootTime now() const;

 private:
  std::string boot_;
};

// "5f2b-..." as the kernel writes it and as systemd does: hex digits in lower case; empty for anything else.
std::string boot_id_of(std::string_view written);

}  // namespace darban
