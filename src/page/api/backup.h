// SPDX-License-Identifier: Apache-2.0
// POST /backup {"password"}: what `darban backup --password` writes, to be kept. From the page it is always sealed: the file goes
// through a browser into a folder of downloads, and in it are names and what passwords are known by.
#pragma once
#include <vector>

#include "base/work_desk.h"
#include "page/errand.h"
#include "web/router.h"

namespace darban::page {
// Both outlive the routes.
std::vector<web::Route> backup_routes(ControlThread& control, WorkDesk& work);
}  // namespace darban::page
