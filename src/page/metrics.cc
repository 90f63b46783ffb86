// SPDX-License-Identifier: Apache-2.0
#include "page/metrics.h"

#include "page/roles.h"

namespace darban::page {
namespace {

web::Response metrics_of(House& house) {
  web::Response response;
  response.type = web::ContentType::metrics;
  response.body = house.metrics();
  return response;
}

// A Unix socket is not meant: a proxy stands behind it, and before the proxy anybody.
bool comes_from_this_machine(const web::Request& request) { return request.visitor && request.visitor->is_loopback(); }

}  // namespace

std::vector<web::Route> metrics_routes(ControlThread& control, MetricsAccess access) {
  if (access == MetricsAccess::off) return {};
  const auto by_token = [&control](const web::Request&) { return answer_by_house(control, metrics_of); };
  const auto from_here = [&control](const web::Request& request) -> web::Answer {
    if (!comes_from_this_machine(request)) return web::problem(web::Refusal::not_allowed);
    return answer_by_house(control, metrics_of);
  };
  if (access == MetricsAccess::token) return {{web::Method::get, "/metrics", who_may(Right::see_metrics), by_token}};
  return {{web::Method::get, "/metrics", {web::Role::anybody}, from_here}};
}

}  // namespace darban::page
