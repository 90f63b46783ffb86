// SPDX-License-Identifier: Apache-2.0
#include "web/pending_reply.h"

#include <utility>

namespace darban::web {

void ReplySlot::sleep(Sleeper& sleeper) {
  const std::lock_guard lock(mutex_);
  if (over_) return;
  asleep_ = &sleeper;
  sleeper.fall_asleep();
}

void ReplySlot::answer(Response response) {
  const std::lock_guard lock(mutex_);
  if (over_) return;
  over_ = true;
  response_ = std::move(response);
  if (Sleeper* sleeper = std::exchange(asleep_, nullptr)) sleeper->wake_up();
}

std::optional<Response> ReplySlot::take() {
  const std::lock_guard lock(mutex_);
  return std::exchange(response_, std::nullopt);
}

void ReplySlot::close() {
  const std::lock_guard lock(mutex_);
  over_ = true;
  asleep_ = nullptr;
}

struct PendingReply::Promise {
  explicit Promise(std::shared_ptr<ReplySlot> slot_) : slot(std::move(slot_)) {}
  ~Promise() { slot->answer(problem(Refusal::failed)); }
  Promise(const Promise&) = delete;
  Promise& operator=(const Promise&) = delete;
  std::shared_ptr<ReplySlot> slot;
};

PendingReply::PendingReply(std::shared_ptr<ReplySlot> slot) : promise_(std::make_shared<Promise>(std::move(slot))) {}

void PendingReply::answer(Response response) const { promise_->slot->answer(std::move(response)); }

}  // namespace darban::web
