// SPDX-License-Identifier: Apache-2.0
#include "page/api/routes.h"

#include <iterator>
#include <utility>

namespace darban::page {

std::vector<web::Route> api_routes(const Api& api) {
  using Resource = std::vector<web::Route> (*)(const Api&);
  constexpr Resource kResources[] = {health_routes,  check_routes,   home_routes,   grant_routes,   household_routes,
                                     preview_routes, edition_routes, week_routes,   catalog_routes, device_routes,
                                     test_routes,    request_routes, change_routes, number_routes,  own_device_routes,
                                     status_routes,  event_routes,   openapi_routes};
  std::vector<web::Route> all;
  for (const Resource resource : kResources) {
    auto routes = resource(api);
    all.insert(all.end(), std::make_move_iterator(routes.begin()), std::make_move_iterator(routes.end()));
  }
  return all;
}

web::Response json_answer(std::string json, unsigned status) {
  web::Response response;
  response.status = status;
  response.body = std::move(json);
  return response;
}

}  // namespace darban::page
