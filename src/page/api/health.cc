// SPDX-License-Identifier: Apache-2.0
// GET /health: whether darban serves. It is asked of the control thread, and so there is no answer when that hangs.
#include "base/json_writer.h"
#include "page/api/routes.h"

namespace darban::page {

std::vector<web::Route> health_routes(const Api& api) {
  ControlThread& control = api.control;
  return {{web::Method::get, "/api/v1/health", kAnybody, [&control](const web::Request&) {
             return answer_by_house(control, [](House&) {
               JsonWriter json;
               json.open_object();
               json.field("serving", true);
               json.close_object();
               return json_answer(json.take());
             });
           }}};
}

}  // namespace darban::page
