// SPDX-License-Identifier: Apache-2.0
// GET /events: "something changed, ask again", as server-sent events. What changed is not in them, so nobody learns more than the
// resources tell.
#include "page/api/routes.h"

namespace darban::page {

std::vector<web::Route> event_routes(const Api& api) {
  ControlThread& control = api.control;
  return {{web::Method::get, "/api/v1/events", kHousehold, [&control](const web::Request&) -> web::Answer {
             return web::News{[&control](const std::shared_ptr<web::EventStream>& stream) {
               if (!control.leave([stream](House& house) { house.news().add(stream); })) stream->end();
             }};
           }}};
}

}  // namespace darban::page
