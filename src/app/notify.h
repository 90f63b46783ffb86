// SPDX-License-Identifier: Apache-2.0
// Tells the service manager how we are (sd_notify(3), the protocol only: datagrams to $NOTIFY_SOCKET). Does nothing when no
// manager listens. Control thread only.
#pragma once
#include <optional>
#include <string>
#include <string_view>

#include "base/clock.h"

namespace darban {

enum class ServiceState { ready, reloading, stopping, alive };

class ServiceNotifier {
 public:
  // Reads $NOTIFY_SOCKET and $WATCHDOG_USEC and removes both, so that no child inherits them.
  static ServiceNotifier from_environment();
  void tell(ServiceState state) const;
  // How often `alive` must be told: half of what the manager allows. Empty: nobody waits for it.
  std::optional<Milliseconds> watchdog_every() const { return watchdog_every_; }

 private:
  void send(std::string_view message) const;
  std::string socket_;
  std::optional<Milliseconds> watchdog_every_;
};

}  // namespace darban
