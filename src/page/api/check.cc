// SPDX-License-Identifier: Apache-2.0
// GET /check: nothing but the fact that it was reached. A page asks for it under names that were never asked before, below
// check.darban.home.arpa, which only darban answers: what arrives was resolved by us (Check-up, product.md 4 a). Nothing is kept.
#include "page/api/routes.h"

namespace darban::page {
namespace {

// A page asks under eight names, and each is a connection of its own, which is not kept: a device has sixteen.
//
// A page of the house may read that it arrived; any other site's page may not learn that darban is here.
web::Response reached(const web::Request& request) {
  web::Response response;
  response.status = 204;
  response.more.push_back({"Vary", "Origin"});
  response.more.push_back({"Connection", "close"});
  if (const std::string& origin = request.head.house_origin; !origin.empty())
    response.more.push_back({"Access-Control-Allow-Origin", origin});
  return response;
}

}  // namespace

std::vector<web::Route> check_routes(const Api&) { return {{web::Method::get, "/api/v1/check", kAnybody, reached}}; }

}  // namespace darban::page
