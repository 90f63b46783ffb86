// SPDX-License-Identifier: Apache-2.0
#include "app/errands.h"

#include <sys/eventfd.h>

#include "base/check.h"

namespace darban {

Errands::Errands(EventLoop& loop) : loop_(loop), bell_(::eventfd(0, EFD_CLOEXEC | EFD_NONBLOCK)) {
  CHECK_INVARIANT(bell_.valid());
  loop_.add(bell_.get(), [this] { run_all(); });
}

Errands::~Errands() { loop_.remove(bell_.get()); }

bool Errands::leave(std::function<void()> errand) {
  {
    const std::lock_guard lock(mutex_);
    if (waiting_.size() >= kMostWaiting) return false;
    waiting_.push_back(std::move(errand));
  }
  ::eventfd_write(bell_.get(), 1);
  return true;
}

void Errands::run_all() {
  eventfd_t rings = 0;
  ::eventfd_read(bell_.get(), &rings);
  std::vector<std::function<void()>> errands;
  {
    const std::lock_guard lock(mutex_);
    errands.swap(waiting_);
  }
  for (const auto& errand : errands) errand();
}

}  // namespace darban
