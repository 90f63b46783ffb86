// SPDX-License-Identifier: Apache-2.0
// What a page or an API call says to a request: a response now, one that comes later, or news as long as somebody listens.
// Handlers run on the HTTP thread and must not wait for anything.
#pragma once
#include <functional>
#include <memory>
#include <variant>

#include "web/event_stream.h"
#include "web/pending_reply.h"
#include "web/request.h"
#include "web/response.h"

namespace darban::web {

// `begin` is called once, on the HTTP thread, when the connection sleeps. It hands the work to somebody (base/work_desk.h, the
// control thread) and returns.
struct Later {
  std::function<void(PendingReply)> begin;
};
// `begin` gets the stream, on the HTTP thread; who has news keeps it and sends, until it is over().
struct News {
  std::function<void(std::shared_ptr<EventStream>)> begin;
};
using Answer = std::variant<Response, Later, News>;
using Handler = std::function<Answer(const Request&)>;

}  // namespace darban::web
