// SPDX-License-Identifier: Apache-2.0
// The way from a handler, on the HTTP thread, to the House, on the control thread, and back.
#pragma once
#include <functional>

#include "page/house.h"
#include "web/answer.h"

namespace darban::page {

class ControlThread {
 public:
  virtual ~ControlThread() = default;
  // Any thread. False: too much is waiting; the errand is dropped.
  virtual bool leave(std::function<void(House&)> errand) = 0;
};

// The answer that `make` gives on the control thread. It outlives the handler, so it holds what it needs by value.
web::Answer answer_by_house(ControlThread& control, std::function<web::Response(House&)> make);
// The same, where the answer comes later still (a grant that must be in force everywhere).
web::Answer answer_in_time(ControlThread& control, std::function<void(House&, const web::PendingReply&)> begin);

}  // namespace darban::page
