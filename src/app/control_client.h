// SPDX-License-Identifier: Apache-2.0
// The control socket's asking side: one request, one answer, a few seconds of patience.
#pragma once
#include <sys/un.h>

#include <optional>
#include <string>

#include "app/control_protocol.h"
#include "base/result.h"

namespace darban {

// What the running daemon said; or why it could not be asked: a sentence with what to do.
Result<ControlReply, std::string> ask_daemon(const std::string& path, const ControlRequest& request);

bool somebody_answers(const std::string& path);
std::optional<sockaddr_un> unix_address(const std::string& path);  // empty: the path is too long

}  // namespace darban
