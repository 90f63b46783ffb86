// SPDX-License-Identifier: Apache-2.0
#include "web/doorman.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <sys/eventfd.h>
#include <sys/socket.h>

#include <algorithm>
#include <optional>
#include <utility>

namespace darban::web {
namespace {

constexpr int kAcceptsPerWake = 64;
constexpr Milliseconds kSweep{1000};

}  // namespace

std::unique_ptr<Doorman> Doorman::start(std::vector<Listener> listeners, Lobby& lobby, const Clock& clock, HandOver hand_over,
                                        Round round) {
  UniqueFd alarm(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK));
  if (!alarm.valid()) return nullptr;
  return std::unique_ptr<Doorman>(
      new Doorman(std::move(alarm), std::move(listeners), lobby, clock, std::move(hand_over), std::move(round)));
}

Doorman::Doorman(UniqueFd alarm, std::vector<Listener> listeners, Lobby& lobby, const Clock& clock, HandOver hand_over,
                 Round round)
    : alarm_(std::move(alarm)),
      listeners_(std::move(listeners)),
      lobby_(lobby),
      clock_(clock),
      hand_over_(std::move(hand_over)),
      round_(std::move(round)),
      thread_([this] { keep_the_door(); }) {}

Doorman::~Doorman() {
  over_ = true;
  ::eventfd_write(alarm_.get(), 1);
  thread_.join();
}

void Doorman::keep_the_door() {
  MonoTime next_sweep = now() + kSweep;
  MonoTime next_beat = now() + EventStream::kHeartbeat;
  while (wait(next_sweep)) {
    const MonoTime at = now();
    if (at < next_sweep) continue;
    next_sweep = at + kSweep;
    no_descriptors_ = false;
    lobby_.sweep(at);
    round_();
    if (at < next_beat) continue;
    next_beat = at + EventStream::kHeartbeat;
    lobby_.beat();
  }
}

// Until somebody comes, the time is up, or darban stops: then false.
bool Doorman::wait(MonoTime until) {
  std::vector<pollfd> waited{{alarm_.get(), POLLIN, 0}};
  if (!no_descriptors_) {
    for (const Listener& listener : listeners_) waited.push_back({listener.fd.get(), POLLIN, 0});
  }
  const auto left = std::clamp<Milliseconds::rep>((until - now()).count(), 0, kSweep.count());
  const int ready = ::poll(waited.data(), waited.size(), static_cast<int>(left));
  if (over_) return false;
  for (std::size_t i = 1; ready > 0 && i < waited.size(); ++i) {
    if (waited[i].revents != 0) let_in(listeners_[i - 1]);
  }
  return true;
}

void Doorman::let_in(const Listener& listener) {
  for (int i = 0; i < kAcceptsPerWake; ++i) {
    sockaddr_storage peer{};
    socklen_t size = sizeof peer;
    auto* const address = reinterpret_cast<sockaddr*>(&peer);
    UniqueFd fd(::accept4(listener.fd.get(), address, &size, SOCK_NONBLOCK | SOCK_CLOEXEC));
    if (!fd.valid()) {
      // It would be readable without end.
      no_descriptors_ = errno == EMFILE || errno == ENFILE || errno == ENOBUFS || errno == ENOMEM;
      if (errno == ECONNABORTED || errno == EINTR) continue;
      return;
    }
    UniqueFd second(::fcntl(fd.get(), F_DUPFD_CLOEXEC, 0));
    if (!second.valid()) return;
    const bool of_network = peer.ss_family == AF_INET || peer.ss_family == AF_INET6;
    const auto from = of_network ? std::optional(IpAddress::from_socket(address)) : std::nullopt;
    const auto visitor = lobby_.admit({std::move(second), fd.get(), listener.way}, from, now());
    if (visitor && !hand_over_(fd.release(), listener.way, address, size)) lobby_.gone(*visitor);
  }
}

}  // namespace darban::web
