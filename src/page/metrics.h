// SPDX-License-Identifier: Apache-2.0
// GET /metrics for Prometheus, where web.metrics says for whom. There is no such page where it says off.
#pragma once
#include <vector>

#include "config/settings.h"
#include "page/errand.h"
#include "web/router.h"

namespace darban::page {
// `control` outlives the routes.
std::vector<web::Route> metrics_routes(ControlThread& control, MetricsAccess access);
}  // namespace darban::page
