// SPDX-License-Identifier: Apache-2.0
#include "page/errand.h"

#include <utility>

namespace darban::page {

web::Answer answer_by_house(ControlThread& control, std::function<web::Response(House&)> make) {
  return answer_in_time(control, [make = std::move(make)](House& house, const web::PendingReply& reply) { reply.answer(make(house)); });
}

web::Answer answer_in_time(ControlThread& control, std::function<void(House&, const web::PendingReply&)> begin) {
  return web::Later{[&control, begin = std::move(begin)](const web::PendingReply& reply) {
    if (!control.leave([begin, reply](House& house) { begin(house, reply); })) reply.answer(web::problem(web::Refusal::busy));
  }};
}

}  // namespace darban::page
