// SPDX-License-Identifier: Apache-2.0
#include "app/signals.h"

#include <signal.h>
#include <sys/signalfd.h>

namespace darban {

Signals::Signals() {
  sigset_t ours;
  ::sigemptyset(&ours);
  for (const int signal : {SIGHUP, SIGINT, SIGTERM}) ::sigaddset(&ours, signal);
  ::pthread_sigmask(SIG_BLOCK, &ours, nullptr);
  fd_.reset(::signalfd(-1, &ours, SFD_CLOEXEC | SFD_NONBLOCK));
}

std::optional<Signal> Signals::next() {
  signalfd_siginfo received;
  if (::read(fd_.get(), &received, sizeof received) != static_cast<ssize_t>(sizeof received)) return std::nullopt;
  return received.ssi_signo == SIGHUP ? Signal::reload : Signal::stop;
}

}  // namespace darban
