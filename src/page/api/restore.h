// SPDX-License-Identifier: Apache-2.0
// A backup brought home by an owner, in two steps that are both told everything, so that nothing of it is kept between them:
//
//   POST /restore/check  {"own_password","file","password"}   what it holds, and whether it could come home: nothing is changed
//   POST /restore        the same                             it comes home, and every login ends
//
// `file` is the backup in base64, `own_password` the one with which the owner logs in (account_api.h), `password` that of a
// sealed file.
// One's own password is compared before anybody looks into the file; reading, comparing and unsealing happen at the work desk.
#pragma once
#include <cstddef>
#include <vector>

#include "page/api/account_api.h"
#include "page/errand.h"
#include "web/router.h"

namespace darban::page {

// Octets of a file that the page takes. The command line takes larger ones (store/backup_archive.h), of which a machine with
// little memory would have several copies here.
inline constexpr std::size_t kLargestRestore = std::size_t{8} << 20;

// What is pointed to outlives the routes.
std::vector<web::Route> restore_routes(ControlThread& control, const AccountApi& api);

}  // namespace darban::page
