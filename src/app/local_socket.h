// SPDX-License-Identifier: Apache-2.0
// Unix stream sockets to listen on, of mode 0660 from their first moment, each at a path of the settings.
#pragma once
#include <string>

#include "app/privileges.h"
#include "base/result.h"
#include "base/showable.h"
#include "base/unique_fd.h"

namespace darban {

// Binds `path` (its folder is made when only the last part is missing), or a sentence about why not, which begins with `what`. A
// socket that a dead darban left is replaced; one that still answers is not.
Result<UniqueFd, std::string> listen_locally(const std::string& path, Text what, int backlog);

// Makes the socket that user's and group's, before root is given up.
void give_local_socket_to(const std::string& path, Text what, const UserIds& ids);

}  // namespace darban
