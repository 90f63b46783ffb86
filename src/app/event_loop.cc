// SPDX-License-Identifier: Apache-2.0
#include "app/event_loop.h"

#include <sys/epoll.h>

#include <array>

#include "base/check.h"

namespace darban {

EventLoop::EventLoop() : epoll_(::epoll_create1(EPOLL_CLOEXEC)) { CHECK_INVARIANT(epoll_.valid()); }

void EventLoop::add(int descriptor, std::function<void()> when_readable) { add(descriptor, EPOLLIN, std::move(when_readable)); }
void EventLoop::add_writer(int descriptor, std::function<void()> when_writable) {
  add(descriptor, EPOLLOUT, std::move(when_writable));
}

void EventLoop::add(int descriptor, std::uint32_t events, std::function<void()> reaction) {
  epoll_event event{};
  event.events = events;
  event.data.fd = descriptor;
  CHECK_INVARIANT(::epoll_ctl(epoll_.get(), EPOLL_CTL_ADD, descriptor, &event) == 0);
  reactions_[descriptor] = std::move(reaction);
}

void EventLoop::remove(int descriptor) {
  ::epoll_ctl(epoll_.get(), EPOLL_CTL_DEL, descriptor, nullptr);
  reactions_.erase(descriptor);
}

void EventLoop::run_once(Milliseconds longest) {
  std::array<epoll_event, 16> events;
  const int count = ::epoll_wait(epoll_.get(), events.data(), static_cast<int>(events.size()), static_cast<int>(longest.count()));
  for (int i = 0; i < count; ++i) {
    const auto found = reactions_.find(events[static_cast<std::size_t>(i)].data.fd);
    if (found == reactions_.end()) continue;  // removed by an earlier reaction of this round
    const auto reaction = found->second;      // a copy: the reaction may remove itself
    reaction();
  }
}

}  // namespace darban
