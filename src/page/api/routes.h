// SPDX-License-Identifier: Apache-2.0
// The resources of /api/v1. Each function is in the file of its name and says method, path, who may, and the handler;
// src/page/api/openapi.json describes them for others, and tests/unit/page/openapi_test.cc compares the two.
#pragma once
#include <vector>

#include "page/api/api.h"

namespace darban::page {

std::vector<web::Route> health_routes(const Api& api);
std::vector<web::Route> check_routes(const Api& api);
std::vector<web::Route> home_routes(const Api& api);
std::vector<web::Route> grant_routes(const Api& api);
std::vector<web::Route> household_routes(const Api& api);
std::vector<web::Route> preview_routes(const Api& api);
std::vector<web::Route> edition_routes(const Api& api);
std::vector<web::Route> week_routes(const Api& api);
std::vector<web::Route> catalog_routes(const Api& api);
std::vector<web::Route> device_routes(const Api& api);
std::vector<web::Route> test_routes(const Api& api);
std::vector<web::Route> change_routes(const Api& api);
std::vector<web::Route> own_device_routes(const Api& api);
std::vector<web::Route> request_routes(const Api& api);
std::vector<web::Route> number_routes(const Api& api);
std::vector<web::Route> status_routes(const Api& api);
std::vector<web::Route> event_routes(const Api& api);
std::vector<web::Route> openapi_routes(const Api& api);

// All of them.
std::vector<web::Route> api_routes(const Api& api);

}  // namespace darban::page
