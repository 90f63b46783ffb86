// SPDX-License-Identifier: Apache-2.0
// GET /status: what `darban status --json` says.
#include "page/api/routes.h"

namespace darban::page {

std::vector<web::Route> status_routes(const Api& api) {
  ControlThread& control = api.control;
  return {{web::Method::get, "/api/v1/status", kHousehold, [&control](const web::Request&) {
             return answer_by_house(control, [](House& house) { return json_answer(house.status_json()); });
           }}};
}

}  // namespace darban::page
