// SPDX-License-Identifier: Apache-2.0
#include "app/notify.h"

#include <sys/socket.h>
#include <sys/un.h>
#include <time.h>

#include <charconv>
#include <cstdlib>
#include <cstring>

#include "base/unique_fd.h"

namespace darban {
namespace {

std::string taken_from_environment(const char* name) {
  const char* value = ::getenv(name);
  std::string text = value == nullptr ? "" : value;
  ::unsetenv(name);
  return text;
}

std::optional<Milliseconds> half_of_microseconds(const std::string& text) {
  std::int64_t microseconds = 0;
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), microseconds);
  if (problem != std::errc() || end != text.data() + text.size() || microseconds < 2000) return std::nullopt;
  return Milliseconds(microseconds / 2000);
}

// systemd wants to know when a reload began, on the monotonic clock.
std::string reloading_message() {
  struct timespec mono {};
  ::clock_gettime(CLOCK_MONOTONIC, &mono);
  return "RELOADING=1\nMONOTONIC_USEC=" + std::to_string(mono.tv_sec * 1000000LL + mono.tv_nsec / 1000);
}

}  // namespace

ServiceNotifier ServiceNotifier::from_environment() {
  ServiceNotifier notifier;
  notifier.socket_ = taken_from_environment("NOTIFY_SOCKET");
  notifier.watchdog_every_ = half_of_microseconds(taken_from_environment("WATCHDOG_USEC"));
  ::unsetenv("WATCHDOG_PID");
  return notifier;
}

void ServiceNotifier::tell(ServiceState state) const {
  if (socket_.empty()) return;
  switch (state) {
    case ServiceState::ready:
      return send("READY=1");
    case ServiceState::reloading:
      return send(reloading_message());
    case ServiceState::stopping:
      return send("STOPPING=1");
    case ServiceState::alive:
      return send("WATCHDOG=1");
  }
}

void ServiceNotifier::send(std::string_view message) const {
  sockaddr_un address{};
  address.sun_family = AF_UNIX;
  if (socket_.size() >= sizeof address.sun_path) return;
  std::memcpy(address.sun_path, socket_.data(), socket_.size());
  if (address.sun_path[0] == '@') address.sun_path[0] = '\0';  // the abstract namespace
  const UniqueFd fd(::socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC | SOCK_NONBLOCK, 0));
  if (!fd.valid()) return;
  const auto length = static_cast<socklen_t>(offsetof(sockaddr_un, sun_path) + socket_.size());
  ::sendto(fd.get(), message.data(), message.size(), MSG_NOSIGNAL, reinterpret_cast<const sockaddr*>(&address), length);
}

}  // namespace darban
