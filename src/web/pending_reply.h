// SPDX-License-Identifier: Apache-2.0
// A reply that is made elsewhere than on the HTTP thread. ReplySlot is the server's side, PendingReply the side of whoever makes
// the answer: it may be copied, kept and answered on any thread, also after the visitor or the server went. The first answer
// counts; when the last copy goes without one, the visitor reads that darban failed, so nobody waits for ever.
#pragma once
#include <memory>
#include <mutex>
#include <optional>

#include "web/response.h"
#include "web/sleeper.h"

namespace darban::web {

class ReplySlot {
 public:
  // Sleeps until there is an answer. Not at all when there is one, or when the slot is closed.
  void sleep(Sleeper& sleeper);
  void answer(Response response);
  std::optional<Response> take();
  // The visitor is gone: the sleeper is not touched any more.
  void close();

 private:
  std::mutex mutex_;
  Sleeper* asleep_ = nullptr;
  std::optional<Response> response_;
  bool over_ = false;  // answered or closed
};

class PendingReply {
 public:
  explicit PendingReply(std::shared_ptr<ReplySlot> slot);
  void answer(Response response) const;

 private:
  struct Promise;
  std::shared_ptr<Promise> promise_;
};

}  // namespace darban::web
