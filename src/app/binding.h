// SPDX-License-Identifier: Apache-2.0
// The listening sockets of the settings, or the sentence that tells the operator why not: who has the port, which right is
// missing.
#pragma once
#include <string>

#include "config/settings.h"
#include "net/listeners.h"

namespace darban {

std::uint32_t workers_of(const Settings& settings);  // 0 in the settings: one for each core, two at most
Result<Listeners, std::string> bind_addresses(const Settings& settings);

}  // namespace darban
