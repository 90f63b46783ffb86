// SPDX-License-Identifier: Apache-2.0
#include "app/roll_call.h"

#include <algorithm>
#include <utility>

#include "app/address_book.h"
#include "app/civil_time.h"
#include "base/log.h"
#include "base/random.h"

namespace darban {
namespace {

std::optional<std::int64_t> day_of(const Now& now, const Policy& policy) {
  return now.wall_trusted ? std::optional(civil_hour(now.wall, policy.zone()).day) : std::nullopt;
}

}  // namespace

RollCall::RollCall(std::vector<LeaseFile> files, EventLoop& loop, Published<Neighbours>& published, const Clock& clock)
    : loop_(loop), published_(published), clock_(clock), seed_(Random().seed()), new_devices_(seed_) {
  use(std::move(files));
  auto watch = NeighbourWatch::open();
  if (!watch) {
    log::warn("the kernel's neighbour table can not be read: devices are known by leases and addresses only");
    return;
  }
  neighbours_ = std::move(*watch);
  loop_.add(neighbours_->fd(), [this] { neighbours_->readable(clock_.now().mono); });
}

RollCall::~RollCall() {
  if (neighbours_) loop_.remove(neighbours_->fd());
}

void RollCall::use(std::vector<LeaseFile> files) {
  if (leases_ && files == files_) return;
  files_ = std::move(files);
  leases_.emplace(files_, loop_, seed_, clock_.now());
  other_files_ = true;
}

MonoTime RollCall::due() const {
  MonoTime next = other_files_ ? MonoTime() : leases_->due();
  if (const auto due = neighbours_ ? neighbours_->due() : std::nullopt) next = std::min(next, *due);
  return next;
}

std::vector<Neighbour> RollCall::book(const Now& now) const {
  return address_book(neighbours_ ? neighbours_->table() : std::vector<Neighbour>(), leases_->in_force(now), seed_);
}

bool RollCall::tick(const Now& now, const Policy& policy) {
  const bool other_files = std::exchange(other_files_, false);
  const bool other_leases = leases_->tick(now);
  const bool other_neighbours = neighbours_ && neighbours_->tick(now.mono);
  if (!other_files && !other_leases && !other_neighbours) return false;
  const std::vector<Neighbour> known = book(now);
  published_.publish(std::make_shared<const Neighbours>(known, seed_));
  new_devices_.look(known, policy, day_of(now, policy));
  return true;
}

void RollCall::compare_with(const Policy& policy, const Now& now) { new_devices_.look(book(now), policy, day_of(now, policy)); }

}  // namespace darban
