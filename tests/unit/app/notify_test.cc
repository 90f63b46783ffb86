// SPDX-License-Identifier: Apache-2.0
#include "app/notify.h"

#include <doctest/doctest.h>
#include <stdlib.h>
#include <sys/socket.h>

#include <array>

#include "app/control_client.h"
#include "base/unique_fd.h"
#include "tests/support/temp_folder.h"

namespace darban {
namespace {

// Plays the service manager.
class ServiceManager {
 public:
  ServiceManager() : fd_(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0)) {
    const auto address = unix_address(folder_.file("notify")).value();
    REQUIRE(::bind(fd_.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) == 0);
    ::setenv("NOTIFY_SOCKET", folder_.file("notify").c_str(), 1);
  }
  ~ServiceManager() {
    ::unsetenv("NOTIFY_SOCKET");
    ::unsetenv("WATCHDOG_USEC");
  }
  std::string heard() {
    std::array<char, 256> message;
    const ssize_t count = ::recv(fd_.get(), message.data(), message.size(), MSG_DONTWAIT);
    return count < 0 ? "" : std::string(message.data(), static_cast<std::size_t>(count));
  }

 private:
  TempFolder folder_;
  UniqueFd fd_;
};

TEST_CASE("the service manager hears each state in its words") {
  ServiceManager manager;
  const auto notifier = ServiceNotifier::from_environment();
  notifier.tell(ServiceState::ready);
  CHECK(manager.heard() == "READY=1");
  notifier.tell(ServiceState::reloading);
  CHECK(manager.heard().starts_with("RELOADING=1\nMONOTONIC_USEC="));
  notifier.tell(ServiceState::stopping);
  CHECK(manager.heard() == "STOPPING=1");
  notifier.tell(ServiceState::alive);
  CHECK(manager.heard() == "WATCHDOG=1");
}

TEST_CASE("the environment is taken, so that no child inherits it") {
  ServiceManager manager;
  const auto notifier = ServiceNotifier::from_environment();
  CHECK(::getenv("NOTIFY_SOCKET") == nullptr);
}

TEST_CASE("the watchdog is told twice as often as it asks") {
  ServiceManager manager;
  ::setenv("WATCHDOG_USEC", "30000000", 1);
  CHECK(ServiceNotifier::from_environment().watchdog_every() == Milliseconds(15000));
}

TEST_CASE("a watchdog that makes no sense is none") {
  for (const char* odd : {"", "0", "-5", "soon", "12x", "99999999999999999999"}) {
    ServiceManager manager;
    ::setenv("WATCHDOG_USEC", odd, 1);
    CHECK_FALSE(ServiceNotifier::from_environment().watchdog_every());
  }
}

TEST_CASE("without a service manager nothing is said and nothing breaks") {
  ::unsetenv("NOTIFY_SOCKET");
  const auto notifier = ServiceNotifier::from_environment();
  notifier.tell(ServiceState::ready);
  CHECK_FALSE(notifier.watchdog_every());
}

}  // namespace
}  // namespace darban
